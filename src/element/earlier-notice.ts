import type { UploaderEventMap } from '../engine/engine-events.js';
import type { ResumableUpload } from '../engine/resume-record.js';
import type { Messages } from '../locales/messages.js';
import type { Uploader } from '../uploader.js';
import type { Announcer } from './announcer.js';

/** What the note on unfinished uploads is made of. */
export type EarlierNews = {
  readonly records: readonly ResumableUpload[];
  /** True: they can only go on once their files are chosen again. */
  readonly needsFiles: boolean;
};

const NONE: EarlierNews = { records: [], needsFiles: false };

/** Unfinished uploads of an earlier visit, until they go on, are given up, or put aside. */
export class EarlierNotice {
  readonly #announcer: Announcer;
  readonly #messages: () => Messages;
  readonly #uploader: () => Uploader;
  readonly #onChange: () => void;
  #news = NONE;

  constructor(parts: {
    readonly announcer: Announcer;
    readonly messages: () => Messages;
    readonly uploader: () => Uploader;
    readonly onChange: () => void;
  }) {
    this.#announcer = parts.announcer;
    this.#messages = parts.messages;
    this.#uploader = parts.uploader;
    this.#onChange = parts.onChange;
  }

  get news(): EarlierNews {
    return this.#news;
  }

  onAvailable({ detail: { records } }: UploaderEventMap['smh-resume-available']): void {
    this.#show({ records, needsFiles: records.every(({ hasHandle }) => !hasHandle) });
    this.#announcer.announce('earlier', 1, () => this.#messages().earlierUploads(records.length));
  }

  /** Files were added: some may be those that were missed. */
  async refresh(): Promise<void> {
    if (this.#news.records.length === 0) return;
    const before = this.#news;
    const records = await this.#uploader().resumable();
    if (this.#news === before) this.#show({ ...before, records });
  }

  /** Goes on with those whose files the browser can open; the others need a person. */
  async goOn(): Promise<void> {
    const { needFiles } = await this.#uploader().continueUploads();
    this.#show({ records: needFiles, needsFiles: true });
    if (needFiles.length > 0) {
      this.#announcer.announce('earlier', 1, () => this.#messages().earlierNeedFiles(needFiles.length));
    }
  }

  async giveUp(): Promise<void> {
    this.#show(NONE);
    await this.#uploader().discardUploads();
  }

  /** For this visit; they stay kept. */
  putAside(): void {
    this.#show(NONE);
  }

  #show(news: EarlierNews): void {
    this.#news = news;
    this.#onChange();
  }
}
