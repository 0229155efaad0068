import { expect } from '@esm-bundle/chai';
import { PreviewQueue } from '../../src/previews/preview-queue.js';
import { until } from '../support/until.js';

const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const going = new AbortController().signal;

/** Work that ends when the test says so, and notes its beginning. */
class Works {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, () => void>();

  named(name: string): () => Promise<void> {
    return () => {
      this.begun.push(name);
      return new Promise((resolve) => this.#ends.set(name, resolve));
    };
  }

  async end(name: string): Promise<void> {
    this.#ends.get(name)?.();
    await soon();
  }
}

describe('PreviewQueue', () => {
  it('does two at a time, in the order asked for', async () => {
    const works = new Works();
    const queue = new PreviewQueue(2, soon);
    for (const name of ['a', 'b', 'c', 'd']) queue.add(works.named(name), going);
    await soon();
    await soon();
    expect(works.begun).to.deep.equal(['a', 'b']);
    await works.end('b');
    await until(async () => works.begun.length > 2, 'the third');
    await soon();
    expect(works.begun).to.deep.equal(['a', 'b', 'c']);
    await works.end('a');
    await works.end('c');
    await until(async () => works.begun.length > 3, 'the fourth');
    expect(works.begun).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('drops what aborts before its turn, even while it waits for spare time', async () => {
    const works = new Works();
    let give = (): void => undefined;
    const queue = new PreviewQueue(1, () => new Promise((resolve) => (give = resolve)));
    const gone = new AbortController();
    queue.add(works.named('gone'), gone.signal);
    queue.add(works.named('here'), going);
    gone.abort();
    queue.add(works.named('too late'), gone.signal);
    give();
    await soon();
    expect(works.begun).to.deep.equal(['here']);
  });

  it('rests nine times as long as the work took', async () => {
    const queue = new PreviewQueue(1, soon);
    const moments: number[] = [];
    const work = async (): Promise<void> => {
      moments.push(performance.now());
      await new Promise((resolve) => setTimeout(resolve, 20));
      moments.push(performance.now());
    };
    await new Promise<void>((resolve) => {
      queue.add(work, going);
      queue.add(async () => (await work(), resolve()), going);
    });
    const [start = 0, end = 0, next = 0] = moments;
    expect(next - end).to.be.at.least((end - start) * 9 - 5);
  });

  it('begins again after it ran empty', async () => {
    const works = new Works();
    const queue = new PreviewQueue(1, soon);
    queue.add(works.named('a'), going);
    await soon();
    await works.end('a');
    // Past the rest of a work that took no time.
    await new Promise((resolve) => setTimeout(resolve, 200));
    queue.add(works.named('b'), going);
    await until(async () => works.begun.length > 1, 'the second');
    expect(works.begun).to.deep.equal(['a', 'b']);
  });
});
