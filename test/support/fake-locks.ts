import type { TabLock, TabLocks } from '../../src/engine/ports.js';

/** Locks that several worlds share, as tabs do. */
export class FakeLocks implements TabLocks {
  readonly #holders = new Map<string, object>();
  readonly #waiting: { readonly name: string; readonly grant: (lock: TabLock) => void }[] = [];

  /** Names in the order in which they were given away. */
  readonly given: string[] = [];

  get held(): readonly string[] {
    return [...this.#holders.keys()];
  }

  async isTaken(name: string): Promise<boolean> {
    return this.#holders.has(name);
  }

  async take(name: string): Promise<TabLock | null> {
    return this.#holders.has(name) ? null : this.#hold(name);
  }

  wait(name: string, { signal }: { readonly signal: AbortSignal }): Promise<TabLock> {
    return new Promise((resolve, reject) => {
      if (!this.#holders.has(name)) {
        resolve(this.#hold(name));
        return;
      }
      const waiter = { name, grant: resolve };
      this.#waiting.push(waiter);
      signal.addEventListener('abort', () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(new DOMException('stopped', 'AbortError'));
      });
    });
  }

  releaseTogether(release: () => void): void {
    release();
  }

  /** Takes a name away from whoever has it, as happens to a tab that slept. */
  steal(name: string): TabLock {
    return this.#hold(name);
  }

  #hold(name: string): TabLock {
    const holder = {};
    this.#holders.set(name, holder);
    this.given.push(name);
    const isHeld = (): boolean => this.#holders.get(name) === holder;
    return {
      isHeld: async () => isHeld(),
      release: () => {
        if (!isHeld()) return;
        this.#holders.delete(name);
        const next = this.#waiting.findIndex((waiter) => waiter.name === name);
        const [waiter] = next === -1 ? [] : this.#waiting.splice(next, 1);
        waiter?.grant(this.#hold(name));
      },
    };
  }
}
