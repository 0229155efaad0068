import type { ConflictChoice, Rejection } from '../engine/engine-events.js';
import type { TaskSnapshot } from '../engine/task-snapshot.js';
import type { Messages } from '../locales/messages.js';
import type { Formats } from './format.js';

/** What rows and headers may do; each is one click of the person. */
export type ViewActions = {
  readonly pause: (id: string) => void;
  readonly resume: (id: string) => void;
  readonly retry: (id: string) => void;
  readonly remove: (...tasks: readonly TaskSnapshot[]) => void;
  /** Takes a removal back. */
  readonly undo: (id: string) => void;
  readonly resolve: (id: string, choice: ConflictChoice, all: boolean) => void;
  readonly startAll: () => void;
  readonly pauseAll: () => void;
  readonly resumeAll: () => void;
  readonly retryAll: () => void;
  readonly cancelAll: () => void;
  /** Takes that back, too. */
  readonly undoCancelAll: () => void;
  readonly clearFinished: () => void;
  readonly dismissNotes: () => void;
  /** Adds files that were left out for their names, under the nearest ones that are allowed. */
  readonly addRenamed: (rejections: readonly Rejection[]) => void;
  readonly continueEarlier: () => void;
  readonly discardEarlier: () => void;
  readonly putEarlierAside: () => void;
  readonly chooseFiles: () => void;
  readonly takePhoto: () => void;
  readonly chooseFolder: () => void;
};

/** What every template is made from, beside the snapshots. Same object until something in it changes. */
export type ViewContext = {
  readonly messages: Messages;
  readonly formats: Formats;
  readonly isDisabled: boolean;
  /** Rows show pictures of their files. */
  readonly hasPreviews: boolean;
  readonly actions: ViewActions;
};
