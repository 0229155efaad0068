import { expect } from '@esm-bundle/chai';
import { allInside, drawn, OwnFake, place } from '../support/element-page.js';
import { fakeTask } from '../support/fake-uploader.js';
import { ManualClock } from '../support/manual-clock.js';
import { runBy } from '../support/page-clock.js';

describe('the time that a batch took', () => {
  let element: OwnFake;
  let clock: ManualClock;
  let restore: () => void;

  beforeEach(async () => {
    element = new OwnFake();
    await place(element);
    clock = new ManualClock();
    restore = runBy(clock);
  });

  afterEach(() => {
    restore();
    document.body.replaceChildren();
  });

  async function show(...statuses: readonly ('uploading' | 'paused' | 'completed')[]): Promise<string> {
    element.fake.show(
      statuses.map((status, index) => fakeTask({ name: `${index}`, status, size: 5_000_000 })),
    );
    await drawn(element);
    return allInside(element, '.summary .piece')
      .map(({ textContent }) => textContent?.trim())
      .join(' · ');
  }

  it('is told at its end, without that in which it rested', async () => {
    await show('uploading', 'uploading');
    clock.advance(5000);
    await show('paused', 'completed');
    clock.advance(60_000);
    await show('uploading', 'completed');
    clock.advance(3000);
    expect(await show('completed', 'completed')).to.equal('10 MB · 8 sec');
  });

  it('is not told of what was there before', async () => {
    expect(await show('completed')).to.equal('5 MB');
  });

  it('begins anew with an empty list', async () => {
    await show('uploading');
    clock.advance(5000);
    await show('completed');
    await show();
    await show('uploading');
    clock.advance(2000);
    expect(await show('completed')).to.equal('5 MB · 2 sec');
  });
});
