import type { UploaderOptions } from '../engine/options.js';
import type { TabLocks } from '../engine/ports.js';
import type { PageWork } from '../engine/page-work.js';
import { createLeaveGuard } from './leave-guard.js';
import { createPageLifecycle } from './page-lifecycle.js';
import { createWakeLock } from './wake-lock.js';

/** What the page and the uploader have to know of each other. */
export type PresenceParts = {
  readonly work: Pick<PageWork, 'isMoving' | 'isUnsaved' | 'losesWork' | 'suspend' | 'leave' | 'goOn'>;
  /** Tells other tabs that this visit keeps its records. */
  readonly visit: { live(isAlive: boolean): void; rest(): Promise<void> };
  readonly locks: Pick<TabLocks, 'releaseTogether'>;
  /** Some task is neither stored nor canceled. */
  readonly hasUnfinished: () => boolean;
};

/**
 * Gives what keeps the page awake, guarded and followed while there is work, to be
 * called after each change. Without work there is no listener, timer or lock; nor
 * is there ever one where there is no page.
 *
 * @param options as they stand; null once the uploader is destroyed
 */
export function createPagePresence(
  { work, visit, locks, hasUnfinished }: PresenceParts,
  options: () => Pick<UploaderOptions, 'noLeaveGuard' | 'noResume' | 'noWakeLock'> | null,
): () => void {
  const lockScreen = createWakeLock();
  const guard = createLeaveGuard(() => work.losesWork);
  let isLeft = false;
  const follow = createPageLifecycle({
    suspend: () => work.suspend(),
    leave() {
      isLeft = true;
      // Its files without the name of the visit would look like those of one that lives.
      locks.releaseTogether(() => {
        work.leave();
        visit.live(false);
      });
    },
    goOn() {
      isLeft = false;
      visit.live(options()?.noResume !== true);
      work.goOn();
    },
  });
  return () => {
    if (typeof document === 'undefined') return;
    const now = options();
    const isUnsaved = now !== null && work.isUnsaved;
    lockScreen(now !== null && work.isMoving && now.noWakeLock !== true);
    guard(isUnsaved && now.noLeaveGuard !== true);
    // It has to be told of its return, whatever ended as it was left.
    follow(now !== null && (isLeft || hasUnfinished()));
    // What was interrupted tells of it a moment later: a lock asked for then, and given to
    // a frozen page, would put it out of the back-forward cache.
    if (isLeft) return;
    if (now !== null && hasUnfinished() && now.noResume !== true) visit.live(true);
    else void visit.rest();
  };
}
