/** Whether new files wait for `start()`, and whether some are still on their way in. */
export class Gate {
  readonly #manualStart: () => boolean;
  #state: 'open' | 'paused' | 'halted' = 'open';
  #coming = 0;
  #isStarted = false;

  /** @param manualStart new batches wait */
  constructor(manualStart: () => boolean) {
    this.#manualStart = manualStart;
  }

  get isOpen(): boolean {
    return this.#state === 'open';
  }

  get isPaused(): boolean {
    return this.#state === 'paused';
  }

  /** New files wait. What comes in late of a batch that was started does not. */
  get isHeld(): boolean {
    return !this.isOpen || (this.#manualStart() && !this.#isStarted);
  }

  /** Files of a batch are still coming in. */
  get isReceiving(): boolean {
    return this.#coming > 0;
  }

  /** A batch begins to come in; gives what ends it. */
  receive(): () => void {
    this.#coming += 1;
    return () => {
      this.#coming -= 1;
      if (this.#coming === 0) this.#isStarted = false;
    };
  }

  open(): void {
    this.#state = 'open';
  }

  start(): void {
    this.open();
    this.#isStarted = this.isReceiving;
  }

  pause(): void {
    if (this.isOpen) this.#state = 'paused';
  }

  /** What closed it is for the page to mend. */
  halt(): void {
    this.#state = 'halted';
  }
}
