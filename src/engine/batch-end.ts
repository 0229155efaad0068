import { QueueProgressEvent, QueueSettleEvent, type UploaderEvent } from './engine-events.js';
import type { Ended } from './task-announcer.js';
import type { TaskSnapshot, Totals } from './task-snapshot.js';

/** Tells of the whole once all else was said: new sums, and that a batch came to rest. */
export class BatchEnd {
  #toldTotals: Totals;

  constructor(totals: Totals) {
    this.#toldTotals = totals;
  }

  /** @param ended how tasks ended since the last batch; null where it goes on, or none did */
  events(totals: Totals, ended: Ended | null, tasks: () => readonly TaskSnapshot[]): UploaderEvent[] {
    const closing: UploaderEvent[] = [];
    if (totals !== this.#toldTotals) {
      this.#toldTotals = totals;
      closing.push(new QueueProgressEvent({ progress: totals }));
    }
    if (ended !== null) {
      const paused = tasks().filter(({ status }) => status === 'paused').length;
      closing.push(new QueueSettleEvent({ ...ended, paused }));
    }
    return closing;
  }
}
