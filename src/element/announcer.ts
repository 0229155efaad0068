import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What is said; a later text of the same kind replaces or adds to one not yet said. */
export type NewsKind = 'added' | 'left-out' | 'failed' | 'settled';

/** Least time between two announcements, in ms: a screen reader needs to get through one. */
const LEAST_GAP_MS = 2000;

/** Time in which news gather before the first is said, in ms. */
const GATHER_MS = 300;

/** Text for the one polite live region: sums now and then, never each row. */
export class Announcer implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #waiting = new Map<NewsKind, { count: number; say: (count: number) => string }>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #saidAt = Number.NEGATIVE_INFINITY;
  #text = '';

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What the live region holds now. */
  get text(): string {
    return this.#text;
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
    if (this.#timer === undefined) {
      const delayMs = Math.max(GATHER_MS, this.#saidAt + LEAST_GAP_MS - performance.now());
      this.#timer = setTimeout(() => this.#say(), delayMs);
    }
  }

  #say(): void {
    this.#timer = undefined;
    this.#saidAt = performance.now();
    const text = [...this.#waiting.values()].map(({ count, say }) => say(count)).join('. ');
    this.#waiting.clear();
    // The same words again would change nothing in the region, so that nothing would be read.
    this.#text = text === this.#text ? `${text}\u00a0` : text;
    this.#host.requestUpdate();
  }
}
