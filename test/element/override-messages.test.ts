import { expect } from '@esm-bundle/chai';
import { allInside, drawn, inside, OwnFake, place, withWarnings } from '../support/element-page.js';
import { fakeTask } from '../support/fake-uploader.js';
import { UploadError } from '../../src/errors.js';

describe('overrideMessages', () => {
  let element: OwnFake;

  beforeEach(() => {
    element = new OwnFake();
  });

  afterEach(() => {
    element.remove();
    document.body.replaceChildren();
  });

  async function warningsOf(messages: object): Promise<readonly string[]> {
    return withWarnings(async () => {
      Object.assign(element, { messages });
      element.fake.show([
        fakeTask({ name: 'a', status: 'failed', error: new UploadError('invalid-name', 'no') }),
        fakeTask({ name: 'b', status: 'uploading' }),
      ]);
      await place(element);
      element.requestUpdate();
      await drawn(element);
    });
  }

  it('keeps the language’s text where one is of the wrong kind, and warns once of each', async () => {
    const warnings = await warningsOf({ summaryUploading: 'Uploading', pause: () => 'Halt', nonsense: 'x' });
    expect(warnings).to.have.length(3);
    expect(warnings.join()).to.contain('summaryUploading').and.contain('pause').and.contain('nonsense');
    expect(inside(element, '.title').textContent).to.equal('Uploading 1 file');
    expect(allInside(element, '[title="Pause"]')).to.have.length(1);
  });

  it('keeps the language’s text where one is undefined or null, without a word', async () => {
    const warnings = await warningsOf({ summaryUploading: undefined, pause: null });
    expect(warnings).to.deep.equal([]);
    expect(inside(element, '.title').textContent).to.equal('Uploading 1 file');
  });

  it('falls back to the language’s text where a function throws or gives no text', async () => {
    const warnings = await warningsOf({
      summaryUploading: () => {
        throw new Error('broken');
      },
      doneOf: () => 5,
    });
    expect(warnings).to.have.length(2);
    expect(inside(element, '.title').textContent).to.equal('Uploading 1 file');
    expect(inside(element, '.meta').textContent).to.contain('0 of 2 done');
  });

  it('takes a text or a function for a code', async () => {
    expect(await warningsOf({ 'invalid-name': 'Bad name' })).to.deep.equal([]);
    const row = inside(element, '[data-task="a"] [part~="status"]');
    expect(row.textContent).to.contain('Bad name');
    element.messages = {
      'invalid-name': () => {
        throw new Error('broken');
      },
    };
    await withWarnings(() => drawn(element));
    expect(row.textContent).to.contain('This name isn’t allowed');
  });
});
