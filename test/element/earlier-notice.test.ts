import { expect } from '@esm-bundle/chai';
import { ResumeAvailableEvent } from '../../src/engine/engine-events.js';
import type { ResumableUpload } from '../../src/engine/resume-record.js';
import { allInside, drawn, inside, macrotask, OwnFake, place } from '../support/element-page.js';

/** One as a page sees it. */
function upload(name: string, hasHandle: boolean): ResumableUpload {
  return {
    id: name,
    name,
    relativePath: name,
    remotePath: [name],
    size: 10,
    type: '',
    lastModified: 0,
    bytesSent: 5,
    addedAt: 0,
    hasHandle,
  };
}

describe('the note on unfinished uploads', () => {
  let element: OwnFake;

  beforeEach(async () => {
    element = await place(new OwnFake());
  });

  afterEach(() => element.remove());

  async function tell(records: readonly ResumableUpload[]): Promise<void> {
    element.fake.earlier = records;
    element.fake.tell(new ResumeAvailableEvent({ records }));
    await drawn(element);
  }

  async function press(action: string): Promise<void> {
    inside(element, `.earlier [data-action="${action}"]`).click();
    await macrotask();
    await drawn(element);
  }

  const names = (): (string | null)[] =>
    allInside(element, '.earlier bdi').map(({ textContent }) => textContent);

  it('is not there without any', () => {
    expect(allInside(element, '.earlier')).to.deep.equal([]);
  });

  it('names the first three, and passes the event on', async () => {
    let told: readonly ResumableUpload[] = [];
    element.addEventListener('smh-resume-available', ({ detail }) => {
      told = detail.records;
    });
    await tell(['a', 'b', 'c', 'd', 'e'].map((name) => upload(name, true)));
    expect(names()).to.deep.equal(['a', 'b', 'c']);
    expect(inside(element, '.earlier').textContent).to.contain('and 2 more');
    expect(told).to.have.length(5);
  });

  it('goes on with those whose file can be opened, and asks for the others', async () => {
    await tell([upload('kept.mp4', true), upload('lost.mp4', false)]);
    await press('continue');
    expect(element.fake.commands).to.include('continueUploads');
    expect(names()).to.deep.equal(['lost.mp4']);
    expect(inside(element, '.earlier').textContent).to.contain('Choose this file again');
  });

  it('opens the picker where no file can be opened', async () => {
    await tell([upload('lost.mp4', false)]);
    let isPicking = false;
    inside(element, '.picker').addEventListener('click', (event) => {
      event.preventDefault();
      isPicking = true;
    });
    await press('continue');
    expect(isPicking).to.equal(true);
  });

  it('goes once the file was added', async () => {
    await tell([upload('lost.mp4', false)]);
    element.fake.earlier = [];
    await element.addFiles(new File(['x'], 'lost.mp4'));
    await macrotask();
    await drawn(element);
    expect(allInside(element, '.earlier')).to.deep.equal([]);
  });

  it('gives them up when asked to, and keeps them when put aside', async () => {
    await tell([upload('a', true)]);
    await press('dismiss');
    expect(allInside(element, '.earlier')).to.deep.equal([]);
    expect(element.fake.commands).not.to.include('discardUploads');
    await tell([upload('a', true)]);
    await press('discard');
    expect(allInside(element, '.earlier')).to.deep.equal([]);
    expect(element.fake.commands).to.include('discardUploads');
  });

  it('shows hostile names as text', async () => {
    await tell([upload('<img src=x>\u202Egpj.exe', true)]);
    expect(allInside(element, '.earlier img')).to.deep.equal([]);
    expect(names()[0]).not.to.contain('\u202E');
  });
});
