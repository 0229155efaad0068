/**
 * Keeps the screen on while it is switched on and the page is seen: a device that
 * falls asleep ends its uploads. Browsers take the lock away from a hidden page, so
 * it is taken again when the page is seen. Nothing happens where there are no such
 * locks (`http:` pages), or where they are refused (policy, low battery).
 * @see https://www.w3.org/TR/screen-wake-lock/
 */
export function createWakeLock(): (isOn: boolean) => void {
  let isWanted = false;
  /** Null while nothing was asked for since the page was last seen. */
  let lock: Promise<WakeLockSentinel> | null = null;

  const release = (): void => {
    lock?.then((taken) => taken.release()).catch(() => undefined);
    lock = null;
  };
  const follow = (): void => {
    release();
    if (document.hidden) return;
    // TypeScript's library does not know of pages without it.
    const { wakeLock } = navigator as { readonly wakeLock?: WakeLock };
    lock = wakeLock?.request('screen') ?? null;
    lock?.catch(() => undefined);
  };

  return (isOn) => {
    if (isOn === isWanted) return;
    isWanted = isOn;
    if (isOn) {
      document.addEventListener('visibilitychange', follow);
      follow();
    } else {
      document.removeEventListener('visibilitychange', follow);
      release();
    }
  };
}
