import { expect } from '@esm-bundle/chai';
import { createLeaveGuard } from '../../src/platform/leave-guard.js';
import { ListenerCensus } from '../support/listener-census.js';

/** What the browser would do as the page is left. */
function isAsked(): boolean {
  const event = new Event('beforeunload', { cancelable: true });
  return !window.dispatchEvent(event);
}

describe('createLeaveGuard', () => {
  let isUnsaved = true;

  it('has the browser ask while it is on', () => {
    const guard = createLeaveGuard(() => isUnsaved);
    expect(isAsked()).to.equal(false);
    guard(true);
    expect(isAsked()).to.equal(true);
    isUnsaved = false;
    expect(isAsked(), 'all is being stopped').to.equal(false);
    isUnsaved = true;
    guard(false);
    expect(isAsked()).to.equal(false);
  });

  it('listens once while it is on, for beforeunload alone, and not while it is off', () => {
    const listeners = new ListenerCensus();
    try {
      const guard = createLeaveGuard(() => isUnsaved);
      guard(false);
      expect(listeners.types).to.deep.equal([]);
      guard(true);
      guard(true);
      expect(listeners.types).to.deep.equal(['beforeunload']);
      guard(false);
      expect(listeners.types).to.deep.equal([]);
    } finally {
      listeners.stop();
    }
  });

  it('leaves the guard of another uploader alone', () => {
    const [one, other] = [createLeaveGuard(() => isUnsaved), createLeaveGuard(() => isUnsaved)];
    one(true);
    other(true);
    one(false);
    expect(isAsked()).to.equal(true);
    other(false);
    expect(isAsked()).to.equal(false);
  });
});
