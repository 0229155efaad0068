import type { Rejection, UploaderEventMap } from '../engine/engine-events.js';
import type { UploadError } from '../errors.js';
import type { Messages } from '../locales/messages.js';
import type { Announcer } from './announcer.js';
import { queueErrorText } from './queue-error-text.js';
import { shownName } from './shown-name.js';

/** What is said beside the rows: files left out, a queue that failed, who answers a conflict, announcements. */
export class Notices {
  readonly #announcer: Announcer;
  readonly #messages: () => Messages;
  readonly #askedElsewhere = new Set<string>();
  #rejections: Rejection[] = [];
  #holdsSubmit = false;
  #queueError: UploadError | null = null;
  #hasSaidFailure = false;
  /** The task whose question was said; the others' are found beside it. */
  #asking: string | null = null;
  #summed = 0;

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

  /** A form waits for the files. */
  get holdsSubmit(): boolean {
    return this.#holdsSubmit;
  }

  set holdsSubmit(isHeld: boolean) {
    this.#holdsSubmit = isHeld;
    if (isHeld) {
      this.#announcer.announce('submit', 1, () => this.#messages().submitWaits);
    }
  }

  /** Ids of the tasks whose conflict the page itself answers. */
  get askedElsewhere(): ReadonlySet<string> {
    return this.#askedElsewhere;
  }

  /** A new choice begins, or the person has read them. */
  forget(): void {
    this.#rejections = [];
    this.#queueError = null;
    if (this.#asking === null) this.#announcer.urge('');
  }

  /** These are dealt with. */
  takeBack(rejections: readonly Rejection[]): void {
    this.#rejections = this.#rejections.filter((rejection) => !rejections.includes(rejection));
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
      if (this.#asking === task.id) {
        this.#asking = null;
        this.#announcer.urge('');
      }
    }
  }

  onConflict({ defaultPrevented, detail }: UploaderEventMap['smh-upload-conflict']): void {
    const { id, name } = detail.task;
    if (defaultPrevented) {
      this.#askedElsewhere.add(id);
    } else if (this.#asking === null) {
      this.#asking = id;
      this.#announcer.urge(`${shownName(name)}: ${this.#messages().conflictQuestion}`);
    }
  }

  onError({ detail: { task, error } }: UploaderEventMap['smh-upload-error']): void {
    if (task === null) {
      this.#queueError = error;
      this.#announcer.urge(queueErrorText(error, this.#messages()));
    } else if (!this.#hasSaidFailure) {
      this.#hasSaidFailure = true;
      this.#announcer.announce('failed', 1, () => this.#messages().announceFailed(shownName(task.name)));
    }
  }

  /** Where nothing else was said for a while: how far it is. */
  onProgress({ detail: { progress } }: UploaderEventMap['smh-queue-progress']): void {
    const { files, completed, failed, canceled } = progress;
    if (completed + failed === this.#summed) return;
    this.#announcer.announceSum(() => {
      this.#summed = completed + failed;
      return this.#messages().announceSum(completed, files - canceled, failed);
    });
  }

  onSettle({ detail: { completed, failed } }: UploaderEventMap['smh-queue-settle']): void {
    this.#hasSaidFailure = false;
    if (completed + failed > 0) {
      this.#announcer.announce('settled', 1, () => this.#messages().announceSettled(completed, failed));
    }
  }
}
