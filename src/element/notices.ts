import type { Rejection, UploaderEventMap } from '../engine/engine-events.js';
import type { UploadError } from '../errors.js';
import type { Messages } from '../locales/messages.js';
import type { Announcer } from './announcer.js';
import { shownName } from './shown-name.js';

/** What is said beside the rows: files left out, a queue that failed, who answers a conflict, announcements. */
export class Notices {
  readonly #announcer: Announcer;
  readonly #messages: () => Messages;
  readonly #askedElsewhere = new Set<string>();
  #rejections: Rejection[] = [];
  #queueError: UploadError | null = null;
  #hasSaidFailure = false;

  constructor(announcer: Announcer, messages: () => Messages) {
    this.#announcer = announcer;
    this.#messages = messages;
  }

  /** Files left out since the last choice; grows until they are forgotten. */
  get rejections(): readonly Rejection[] {
    return this.#rejections;
  }

  /** What the whole queue failed with; null where it did not. */
  get queueError(): UploadError | null {
    return this.#queueError;
  }

  /** Ids of the tasks whose conflict the page itself answers. */
  get askedElsewhere(): ReadonlySet<string> {
    return this.#askedElsewhere;
  }

  /** A new choice begins, or the person has read them. */
  forget(): void {
    this.#rejections = [];
    this.#queueError = null;
  }

  onFilesAdd({ detail }: UploaderEventMap['smh-files-add']): void {
    this.#announcer.announce('added', detail.files.length, (count) => this.#messages().announceAdded(count));
  }

  onReject({ detail }: UploaderEventMap['smh-file-reject']): void {
    this.#rejections.push(detail);
    this.#announcer.announce('left-out', 1, (count) => this.#messages().leftOut(count));
  }

  onStateChange({ detail: { task } }: UploaderEventMap['smh-upload-state-change']): void {
    if (task.status !== 'conflict') {
      this.#askedElsewhere.delete(task.id);
    }
  }

  onConflict({ defaultPrevented, detail }: UploaderEventMap['smh-upload-conflict']): void {
    if (defaultPrevented) {
      this.#askedElsewhere.add(detail.task.id);
    }
  }

  onError({ detail: { task, error } }: UploaderEventMap['smh-upload-error']): void {
    if (task === null) {
      this.#queueError = error;
    } else if (!this.#hasSaidFailure) {
      this.#hasSaidFailure = true;
      this.#announcer.announce('failed', 1, () => this.#messages().announceFailed(shownName(task.name)));
    }
  }

  onSettle({ detail: { completed, failed } }: UploaderEventMap['smh-queue-settle']): void {
    this.#hasSaidFailure = false;
    if (completed + failed > 0) {
      this.#announcer.announce('settled', 1, () => this.#messages().announceSettled(completed, failed));
    }
  }
}
