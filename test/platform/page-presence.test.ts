import { expect } from '@esm-bundle/chai';
import { createPagePresence } from '../../src/platform/page-presence.js';

function pass(type: 'pagehide' | 'pageshow'): void {
  window.dispatchEvent(new PageTransitionEvent(type, { persisted: true }));
}

describe('createPagePresence', () => {
  let hasUnfinished: boolean;
  let isDestroyed: boolean;
  let isAlive: boolean;
  let calls: string[];
  let follow: () => void;

  beforeEach(() => {
    hasUnfinished = true;
    isDestroyed = false;
    isAlive = false;
    calls = [];
    follow = createPagePresence(
      {
        work: {
          isMoving: false,
          isUnsaved: false,
          losesWork: false,
          suspend: () => calls.push('suspend'),
          leave: () => calls.push('leave'),
          goOn: () => calls.push('go on'),
        },
        visit: {
          rest: async () => {
            isAlive = false;
          },
          live: (wanted) => {
            isAlive = wanted;
          },
        },
        locks: {
          releaseTogether(release) {
            calls.push('all at once:');
            release();
            calls.push(`visit ${isAlive ? 'kept' : 'let go'}`);
          },
        },
        hasUnfinished: () => hasUnfinished,
      },
      () => (isDestroyed ? null : {}),
    );
    follow();
  });
  afterEach(() => {
    isDestroyed = true;
    follow();
  });

  it('lets go of the visit as the page is left, and of what is told afterwards takes no lock again', () => {
    expect(isAlive).to.equal(true);
    pass('pagehide');
    expect(isAlive).to.equal(false);
    follow();
    expect(isAlive).to.equal(false);
    pass('pageshow');
    expect(isAlive).to.equal(true);
    follow();
    expect(isAlive).to.equal(true);
  });

  it('tells the work of its return where the last of it ended as the page was left', () => {
    pass('pagehide');
    hasUnfinished = false;
    follow();
    pass('pageshow');
    follow();
    expect(calls).to.deep.equal(['suspend', 'all at once:', 'leave', 'visit let go', 'go on']);
    expect(isAlive).to.equal(false);
  });
});
