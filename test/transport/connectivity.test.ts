import { expect } from '@esm-bundle/chai';
import { createConnectivity } from '../../src/transport/connectivity.js';

class FakePage extends EventTarget {
  navigator: { onLine?: boolean } = { onLine: true };
}

describe('createConnectivity', () => {
  it('believes the browser, at each look', () => {
    const page = new FakePage();
    const connectivity = createConnectivity(page);
    expect(connectivity.isOnline).to.equal(true);
    page.navigator.onLine = false;
    expect(connectivity.isOnline).to.equal(false);
  });

  it('takes a place that does not know for online', () => {
    const page = new FakePage();
    page.navigator = {};
    expect(createConnectivity(page).isOnline).to.equal(true);
    expect(createConnectivity().isOnline).to.equal(navigator.onLine);
  });

  it('tells of both changes until it is taken back', () => {
    const page = new FakePage();
    let changes = 0;
    const stop = createConnectivity(page).onChange(() => changes++);
    page.dispatchEvent(new Event('offline'));
    page.dispatchEvent(new Event('online'));
    stop();
    page.dispatchEvent(new Event('offline'));
    expect(changes).to.equal(2);
  });
});
