import { expect } from '@esm-bundle/chai';
import { KeptCanvases } from '../../src/previews/kept-canvases.js';
import { PreviewLoader } from '../../src/previews/preview-loader.js';
import { PreviewQueue } from '../../src/previews/preview-queue.js';
import { fileOf } from './support/make-images.js';

const going = new AbortController().signal;
const size = { width: 8, height: 8 };

function canvasOf(width: number, height = width): HTMLCanvasElement {
  return Object.assign(document.createElement('canvas'), { width, height });
}

function queue(): PreviewQueue {
  return new PreviewQueue(1, () => Promise.resolve());
}

describe('PreviewLoader', () => {
  it('does not try again what has no preview or is broken', async () => {
    for (const decode of [() => Promise.resolve(null), () => Promise.reject(new Error('broken'))]) {
      let tries = 0;
      const loader = new PreviewLoader({ decode: () => ((tries += 1), decode()), queue: queue() });
      const file = fileOf('x', 'a.png');
      expect(await loader.load(file, size, going)).to.equal(null);
      expect(await loader.load(file, size, going)).to.equal(null);
      expect(tries).to.equal(1);
    }
  });

  it('gives up one that hangs, tells it to stop, and goes on with the next', async () => {
    let told: unknown;
    const loader = new PreviewLoader({
      decode: (file, _size, signal) => {
        if (file.name === 'good.png') return Promise.resolve(canvasOf(8));
        signal.addEventListener('abort', () => (told = signal.reason));
        return new Promise(() => undefined);
      },
      limitMs: 20,
      queue: queue(),
    });
    const hanging = loader.load(fileOf('x', 'bad.png'), size, going);
    const next = loader.load(fileOf('x', 'good.png'), size, going);
    expect(await hanging).to.equal(null);
    expect(told).to.have.property('name', 'TimeoutError');
    expect(await next).to.be.instanceOf(HTMLCanvasElement);
  });

  it('stops one under way when it aborts, and tries it again the next time', async () => {
    const stopped: string[] = [];
    let tries = 0;
    const loader = new PreviewLoader({
      decode: (file, _size, signal) => {
        tries += 1;
        if (tries > 1) return Promise.resolve(canvasOf(8));
        signal.addEventListener('abort', () => stopped.push(file.name));
        return new Promise(() => undefined);
      },
      queue: queue(),
    });
    const file = fileOf('x', 'a.png');
    const gone = new AbortController();
    const loading = loader.load(file, size, gone.signal);
    await new Promise((resolve) => setTimeout(resolve, 0));
    gone.abort();
    expect(await loading).to.equal(null);
    expect(stopped).to.deep.equal(['a.png']);
    expect(await loader.load(file, size, going)).to.be.instanceOf(HTMLCanvasElement);
  });

  it('hands out again what was given back', async () => {
    let tries = 0;
    const loader = new PreviewLoader({
      decode: () => ((tries += 1), Promise.resolve(canvasOf(8))),
      queue: queue(),
    });
    const file = fileOf('x', 'a.png');
    const canvas = await loader.load(file, size, going);
    if (canvas) loader.giveBack(file, canvas);
    expect(await loader.load(file, size, going)).to.equal(canvas);
    expect(await loader.load(file, size, going)).not.to.equal(canvas);
    expect(tries).to.equal(2);
  });
});

describe('KeptCanvases', () => {
  const [first, second, third] = ['a', 'b', 'c'].map((name) => fileOf('x', name)) as [File, File, File];

  it('frees the first that came where there is no room for all', () => {
    const kept = new KeptCanvases(2 * 8 * 8 * 4);
    const canvas = canvasOf(8);
    kept.put(first, canvas);
    kept.put(second, canvasOf(8));
    kept.put(third, canvasOf(8));
    expect(kept.take(first, size)).to.equal(null);
    expect(canvas.width).to.equal(0);
    expect(kept.take(second, size)).not.to.equal(null);
    expect(kept.take(third, size)).not.to.equal(null);
  });

  it('frees one that is too small now, and one that another takes the place of', () => {
    const kept = new KeptCanvases(10_000);
    const [small, other, last] = [canvasOf(4), canvasOf(8), canvasOf(8)];
    kept.put(first, small);
    expect(kept.take(first, size)).to.equal(null);
    expect(small.width).to.equal(0);
    kept.put(second, other);
    kept.put(second, last);
    expect(other.width).to.equal(0);
    expect(kept.take(second, size)).to.equal(last);
  });

  it('has room again for what was taken or freed', () => {
    const kept = new KeptCanvases(8 * 8 * 4);
    for (let round = 0; round < 3; round += 1) {
      const canvas = canvasOf(8);
      kept.put(first, canvas);
      expect(kept.take(first, size)).to.equal(canvas);
    }
    const tooLarge = canvasOf(16);
    kept.put(second, tooLarge);
    expect(tooLarge.width).to.equal(0);
    const canvas = canvasOf(8);
    kept.put(third, canvas);
    expect(kept.take(third, size)).to.equal(canvas);
  });
});
