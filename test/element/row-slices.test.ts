import { expect } from '@esm-bundle/chai';
import { allInside, drawn, OwnFake, place } from '../support/element-page.js';
import { fakeTask } from '../support/fake-uploader.js';

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => fakeTask({ name: `file ${index}`, status: 'queued' }));

describe('RowSlices', () => {
  let element: OwnFake;

  const rowCount = (): number => allInside(element, '[data-task]').length;

  async function untilDrawn(count: number): Promise<void> {
    for (let frame = 0; frame < 100 && rowCount() < count; frame += 1) await drawn(element);
  }

  beforeEach(() => {
    element = new OwnFake();
  });

  afterEach(() => {
    element.remove();
    document.body.replaceChildren();
  });

  it('has a long list drawn over several frames, until all of it is there', async () => {
    element.fake.show(many(450));
    await place(element);
    expect(rowCount()).to.be.within(1, 100);
    for (let update = 0; update < 5; update += 1) {
      element.requestUpdate();
      await element.updateComplete;
    }
    expect(rowCount()).to.be.at.most(200);
    await untilDrawn(450);
    expect(rowCount()).to.equal(450);
  });

  it('has a file that is added to a long list drawn at once', async () => {
    const tasks = many(150);
    element.fake.show(tasks);
    await place(element);
    await untilDrawn(150);
    element.fake.show([...tasks, fakeTask({ name: 'late' })]);
    element.requestUpdate();
    await element.updateComplete;
    expect(rowCount()).to.equal(151);
  });

  it('goes on after the element was taken away in between', async () => {
    element.fake.show(many(350));
    await place(element);
    element.remove();
    await drawn(element);
    expect(rowCount()).to.be.at.most(200);
    await place(element);
    await untilDrawn(350);
    expect(rowCount()).to.equal(350);
  });
});
