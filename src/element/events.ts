import {
  FileRejectEvent,
  FilesAddEvent,
  QueueProgressEvent,
  QueueSettleEvent,
  ResumeAvailableEvent,
  UploadCancelEvent,
  UploadConflictEvent,
  UploadErrorEvent,
  UploadProgressEvent,
  UploadStartEvent,
  UploadStateChangeEvent,
  UploadSuccessEvent,
} from '../engine/engine-events.js';
import type { UploaderEventMap } from '../engine/engine-events.js';
import type { Uploader } from '../uploader.js';

/** Dispatches `event` on `host`; false where a listener prevented its default. */
export function emit(host: EventTarget, event: Event): boolean {
  return host.dispatchEvent(event);
}

/** Called beside each event that is passed on. */
export type EventHooks = {
  readonly before: (type: keyof UploaderEventMap) => void;
  readonly after: {
    readonly [K in keyof UploaderEventMap]?: (event: UploaderEventMap[K]) => void;
  };
  /** After every event, whatever it was. */
  readonly always: () => void;
};

/**
 * Passes each event of `uploader` on to `host`, in its order, as a new event of
 * the same class with the same detail; `preventDefault()` is carried back.
 * Returns how to stop.
 */
export function forwardEvents(uploader: Uploader, host: EventTarget, hooks: EventHooks): () => void {
  const listening = new AbortController();
  const forward = <K extends keyof UploaderEventMap>(
    type: K,
    copy: (event: UploaderEventMap[K]) => UploaderEventMap[K],
  ): void => {
    uploader.addEventListener(
      type,
      (event) => {
        hooks.before(type);
        if (!emit(host, copy(event))) {
          event.preventDefault();
        }
        const after: ((event: UploaderEventMap[K]) => void) | undefined = hooks.after[type];
        after?.(event);
        hooks.always();
      },
      { signal: listening.signal },
    );
  };
  forward('smh-files-add', ({ detail }) => new FilesAddEvent(detail));
  forward('smh-file-reject', ({ detail }) => new FileRejectEvent(detail));
  forward('smh-upload-start', ({ detail }) => new UploadStartEvent(detail));
  forward('smh-upload-progress', ({ detail }) => new UploadProgressEvent(detail));
  forward('smh-upload-state-change', ({ detail }) => new UploadStateChangeEvent(detail));
  forward('smh-upload-conflict', ({ detail }) => new UploadConflictEvent(detail));
  forward('smh-upload-success', ({ detail }) => new UploadSuccessEvent(detail));
  forward('smh-upload-error', ({ detail }) => new UploadErrorEvent(detail));
  forward('smh-upload-cancel', ({ detail }) => new UploadCancelEvent(detail));
  forward('smh-queue-progress', ({ detail }) => new QueueProgressEvent(detail));
  forward('smh-queue-settle', ({ detail }) => new QueueSettleEvent(detail));
  forward('smh-resume-available', ({ detail }) => new ResumeAvailableEvent(detail));
  return () => listening.abort();
}
