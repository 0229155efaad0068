import { expect } from '@esm-bundle/chai';
import { spareTime } from '../../src/previews/spare-time.js';

/** Has the page say that it is hidden, or not. */
function hide(isHidden: boolean): void {
  Object.defineProperty(document, 'hidden', { configurable: true, value: isHidden });
  document.dispatchEvent(new Event('visibilitychange'));
}

describe('spareTime', () => {
  afterEach(() => {
    Reflect.deleteProperty(document, 'hidden');
  });

  it('does not come while the page is hidden', async () => {
    hide(true);
    let hasCome = false;
    const coming = spareTime().then(() => (hasCome = true));
    hide(true);
    // Longer than it waits at most for a busy main thread.
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(hasCome).to.equal(false);
    hide(false);
    await coming;
  });
});
