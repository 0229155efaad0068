/** Longest time for what is done at once, in ms; a quadratic pattern takes minutes. */
export const AT_ONCE_MS = 500;

/** A machine that is busy with something else may hold up some of them, hardly all. */
const TRIES = 5;

/** Shortest time that `act` took in five tries, in ms. */
export function quickestMs(act: () => void): number {
  const times = Array.from({ length: TRIES }, () => {
    const startedMs = performance.now();
    act();
    return performance.now() - startedMs;
  });
  return Math.min(...times);
}
