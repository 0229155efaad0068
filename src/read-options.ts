import { CONNECTIONS_MAX } from './engine/traffic-controller.js';

/** A preference that is none counts as the default. */
export function enginePreference(preference: string | undefined): 'auto' | 'wasm' | 'native' {
  return preference === 'wasm' || preference === 'native' ? preference : 'auto';
}

/** Parts in flight, 1 to 6; 6 where nothing sensible is set. */
export function concurrencyOf(concurrency: number | string | undefined): number {
  const wanted = Math.trunc(Number(concurrency ?? CONNECTIONS_MAX));
  return Number.isNaN(wanted) ? CONNECTIONS_MAX : Math.min(CONNECTIONS_MAX, Math.max(1, wanted));
}
