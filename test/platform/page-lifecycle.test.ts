import { expect } from '@esm-bundle/chai';
import { createPageLifecycle } from '../../src/platform/page-lifecycle.js';
import { ListenerCensus } from '../support/listener-census.js';

function pass(type: 'pagehide' | 'pageshow', persisted: boolean): void {
  window.dispatchEvent(new PageTransitionEvent(type, { persisted }));
}

describe('createPageLifecycle', () => {
  let calls: string[];
  let follow: (isOn: boolean) => void;

  beforeEach(() => {
    calls = [];
    follow = createPageLifecycle({
      suspend: () => calls.push('suspend'),
      leave: () => calls.push('leave'),
      goOn: () => calls.push('go on'),
    });
  });
  afterEach(() => follow(false));

  it('suspends a page that is kept, and lets it go on when it is back', () => {
    follow(true);
    pass('pagehide', true);
    expect(calls).to.deep.equal(['suspend', 'leave']);
    pass('pageshow', true);
    expect(calls).to.deep.equal(['suspend', 'leave', 'go on']);
  });

  it('lets a page go that is left for good, and does nothing for one that was just opened', () => {
    follow(true);
    pass('pagehide', false);
    pass('pageshow', false);
    expect(calls).to.deep.equal(['leave']);
  });

  it('listens only while it is on, and never for unload', () => {
    const listeners = new ListenerCensus();
    try {
      follow(true);
      follow(true);
      expect(listeners.types).to.deep.equal(['pagehide', 'pageshow']);
      follow(false);
      expect(listeners.types).to.deep.equal([]);
    } finally {
      listeners.stop();
    }
    pass('pagehide', true);
    expect(calls).to.deep.equal([]);
  });
});
