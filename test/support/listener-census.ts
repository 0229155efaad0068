/** Counts the listeners that a test's code adds to and takes from the window and the document. */
export class ListenerCensus {
  readonly #held = new Set<string>();
  readonly #ids = new WeakMap<object, number>();
  #lastId = 0;
  readonly #restore: (() => void)[] = [];

  constructor() {
    for (const target of [window, document]) {
      const { addEventListener, removeEventListener } = target;
      target.addEventListener = (
        type: string,
        listener: EventListener,
        options?: AddEventListenerOptions,
      ) => {
        this.#held.add(this.#key(type, listener));
        addEventListener.call(target, type, listener, options);
      };
      target.removeEventListener = (
        type: string,
        listener: EventListener,
        options?: EventListenerOptions,
      ) => {
        this.#held.delete(this.#key(type, listener));
        removeEventListener.call(target, type, listener, options);
      };
      this.#restore.push(() => {
        Object.assign(target, { addEventListener, removeEventListener });
      });
    }
  }

  /** Names of the events that are listened for, in order. */
  get types(): string[] {
    return [...this.#held].map((key) => key.split(' ')[0] ?? '').sort();
  }

  stop(): void {
    for (const restore of this.#restore) restore();
  }

  #key(type: string, listener: object): string {
    const id = this.#ids.get(listener) ?? ++this.#lastId;
    this.#ids.set(listener, id);
    return `${type} ${id}`;
  }
}
