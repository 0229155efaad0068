import type { Rejection } from '../engine/engine-events.js';
import type { CancelAll } from './cancel-all.js';
import type { CommandElement } from './command-element.js';
import type { EarlierNotice } from './earlier-notice.js';
import type { Picking } from './view-pickers.js';
import type { Removals } from './removals.js';
import type { ViewActions } from './view-context.js';

/** What a person's clicks are answered by, beside the commands that scripts have too. */
export type ActionParts = {
  readonly removals: Removals;
  readonly cancelAll: CancelAll;
  readonly earlier: EarlierNotice;
  readonly clearFinished: () => void;
  readonly dismissNotes: () => void;
  readonly addRenamed: (rejections: readonly Rejection[]) => void;
  readonly choose: (what: Picking) => void;
};

/** What each button of the view does. */
export function makeViewActions(
  element: CommandElement,
  { removals, cancelAll, earlier, clearFinished, dismissNotes, addRenamed, choose }: ActionParts,
): ViewActions {
  return {
    pause: (id) => element.pause(id),
    resume: (id) => element.resume(id),
    retry: (id) => element.retry(id),
    remove: (...tasks) => removals.remove(...tasks),
    undo: (id) => removals.undo(id),
    cancelAll: () => cancelAll.begin(),
    undoCancelAll: () => cancelAll.undo(),
    resolve: (id, choice, all) => element.resolveConflict(id, choice, { all }),
    startAll: () => element.start(),
    pauseAll: () => element.pause(),
    resumeAll: () => element.resume(),
    retryAll: () => element.retry(),
    clearFinished,
    continueEarlier: () => void earlier.goOn(),
    discardEarlier: () => void earlier.giveUp(),
    putEarlierAside: () => earlier.putAside(),
    dismissNotes,
    addRenamed,
    chooseFiles: () => choose('files'),
    takePhoto: () => choose('camera'),
    chooseFolder: () => choose('folders'),
  };
}
