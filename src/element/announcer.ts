import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What is said; a later text of the same kind replaces or adds to one not yet said. */
export type NewsKind = 'earlier' | 'added' | 'left-out' | 'failed' | 'submit' | 'sum' | 'settled';

/** Least time between two announcements, in ms: a screen reader needs to get through one. */
const LEAST_GAP_MS = 2000;

/** Time in which news gather before the first is said, in ms. */
const GATHER_MS = 300;

/** Least time from anything said to a sum of what goes on by itself, in ms; own figure. */
const SUM_GAP_MS = 15_000;

/** Texts for the live regions: a polite one, for news and for sums now and then, and one for what needs a person at once. */
export class Announcer implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #waiting = new Map<NewsKind, { count: number; say: (count: number) => string }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saidAt = Number.NEGATIVE_INFINITY;
  #news: readonly string[] = [];
  #urgentText = '';

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What the polite region holds now, each text to be read by itself. */
  get news(): readonly string[] {
    return this.#news;
  }

  /** What the assertive region holds now. */
  get urgentText(): string {
    return this.#urgentText;
  }

  hostConnected(): void {}

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waiting.clear();
  }

  /** Has `say` said soon; the counts of the same kind add up until then. */
  announce(kind: NewsKind, count: number, say: (count: number) => string): void {
    const before = this.#waiting.get(kind)?.count ?? 0;
    this.#waiting.set(kind, { count: before + count, say });
    // What was counted on the way is old once all is done.
    if (kind === 'settled') this.#waiting.delete('sum');
    if (this.#timer === undefined) {
      const delayMs = Math.max(GATHER_MS, this.#saidAt + LEAST_GAP_MS - performance.now());
      this.#timer = setTimeout(() => this.#say(), delayMs);
    }
  }

  /** As `announce`, but only where nothing was said for a while. */
  announceSum(say: () => string): void {
    if (this.#timer === undefined && performance.now() - this.#saidAt >= SUM_GAP_MS) {
      this.announce('sum', 1, say);
    }
  }

  /** Says at once what waits for a person; an empty text takes it back. */
  urge(text: string): void {
    if (text === this.#urgentText) return;
    this.#urgentText = text;
    this.#host.requestUpdate();
  }

  #say(): void {
    this.#timer = undefined;
    this.#saidAt = performance.now();
    const news = [...this.#waiting.values()].map(({ count, say }) => say(count));
    this.#waiting.clear();
    // The same words again would change nothing in the region, so that nothing would be read.
    this.#news = news.map((text, index) => (text === this.#news[index] ? `${text}\u00a0` : text));
    this.#host.requestUpdate();
  }
}
