/**
 * Who may run. A task that goes on with something begun comes before new ones;
 * otherwise they come in the order added.
 */
export class TaskQueue<T extends object> {
  readonly #front = new Set<T>();
  readonly #back = new Set<T>();
  readonly #running = new Set<T>();

  /** Tasks that hold a slot. */
  get running(): ReadonlySet<T> {
    return this.#running;
  }

  /** Lines a task up; one that has a slot gives it back. */
  enqueue(task: T, { front }: { readonly front: boolean }): void {
    this.remove(task);
    (front ? this.#front : this.#back).add(task);
  }

  /** The task holds no slot and waits for none. */
  remove(task: T): void {
    this.#front.delete(task);
    this.#back.delete(task);
    this.#running.delete(task);
  }

  /** Gives slots away, at most `slots` at a time; `run` is called for each task that got one. */
  grant(slots: number, run: (task: T) => void): void {
    while (this.#running.size < slots) {
      const next = first(this.#front) ?? first(this.#back);
      if (next === undefined) return;
      this.remove(next);
      this.#running.add(next);
      run(next);
    }
  }
}

function first<T>(set: ReadonlySet<T>): T | undefined {
  for (const item of set) return item;
  return undefined;
}
