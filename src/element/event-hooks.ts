import type { UploaderEventMap } from '../engine/engine-events.js';
import type { ActiveTime } from './active-time.js';
import type { CancelAll } from './cancel-all.js';
import type { EarlierNotice } from './earlier-notice.js';
import type { EventHooks } from './events.js';
import type { Notices } from './notices.js';
import type { Removals } from './removals.js';
import type { SubmitHold } from './submit-hold.js';

/** What of the element follows the uploader's events. */
export type EventParts = {
  readonly notices: Notices;
  readonly earlier: EarlierNotice;
  readonly submitHold: SubmitHold;
  readonly activeTime: ActiveTime;
  /** Tells form and page of a value that is another one. */
  readonly tellValue: () => void;
  readonly onFilesAdd: (event: UploaderEventMap['smh-files-add']) => void;
  readonly removals: () => Removals;
  readonly cancelAll: () => CancelAll;
  readonly drawSoon: () => void;
};

/** What the element itself does at each event that it passes on. */
export function makeEventHooks({
  notices,
  earlier,
  submitHold,
  activeTime,
  ...element
}: EventParts): EventHooks {
  return {
    before: (type) => {
      if (type === 'smh-queue-progress' || type === 'smh-queue-settle') {
        element.tellValue();
      }
    },
    after: {
      'smh-files-add': element.onFilesAdd,
      'smh-file-reject': (event) => notices.onReject(event),
      'smh-upload-state-change': (event) => {
        notices.onStateChange(event);
        element.cancelAll().check(event.detail.task);
      },
      'smh-upload-conflict': (event) => notices.onConflict(event),
      'smh-upload-success': element.tellValue,
      'smh-upload-error': (event) => {
        notices.onError(event);
        if (event.detail.task === null) {
          submitHold.giveUp(null);
        }
      },
      'smh-resume-available': (event) => earlier.onAvailable(event),
      'smh-queue-progress': (event) => notices.onProgress(event),
      'smh-queue-settle': (event) => notices.onSettle(event),
    },
    always: () => {
      element.removals().check();
      activeTime.check();
      submitHold.check();
      element.drawSoon();
    },
  };
}
