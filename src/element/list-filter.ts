import type { TaskSnapshot } from '../engine/task-snapshot.js';
import { conditionOf, type Census } from './census.js';

/** What of the list is shown; `all` holds canceled files too. */
export type ListFilter = 'all' | 'uploading' | 'waiting' | 'needs-you' | 'done';

/** In the order of their chips. */
export const LIST_FILTERS: readonly ListFilter[] = ['all', 'uploading', 'waiting', 'needs-you', 'done'];

/** The filter beside `all` that a task is found under; null for a canceled one. */
export function filterOf(task: TaskSnapshot): Exclude<ListFilter, 'all'> | null {
  switch (conditionOf(task)) {
    case 'moving':
      return 'uploading';
    case 'queued':
    case 'held':
    case 'paused':
      return 'waiting';
    case 'asking':
    case 'failed':
      return 'needs-you';
    case 'done':
      return 'done';
    case 'canceled':
      return null;
  }
}

/** How many files a filter shows. */
export function filterCount(filter: ListFilter, census: Census): number {
  const { moving, queued, held, paused, asking, failed, done, canceled } = census;
  switch (filter) {
    case 'all':
      return moving + queued + held + paused + asking + failed + done + canceled;
    case 'uploading':
      return moving;
    case 'waiting':
      return queued + held + paused;
    case 'needs-you':
      return asking + failed;
    case 'done':
      return done;
  }
}
