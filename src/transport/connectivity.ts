import type { Connectivity } from '../engine/ports.js';

/** What is needed of the page; `globalThis` has it. */
export type ConnectivityTarget = Pick<EventTarget, 'addEventListener' | 'removeEventListener'> & {
  readonly navigator?: { readonly onLine?: boolean } | undefined;
};

/**
 * The browser's own belief: `navigator.onLine` with its two events. Only "offline"
 * can be trusted; "online" says that there is some network.
 * @see https://html.spec.whatwg.org/multipage/system-state.html#navigator.online
 */
export function createConnectivity(target: ConnectivityTarget = globalThis): Connectivity {
  return {
    get isOnline() {
      return target.navigator?.onLine ?? true;
    },
    onChange(callback) {
      const listener = (): void => callback();
      target.addEventListener('online', listener);
      target.addEventListener('offline', listener);
      return () => {
        target.removeEventListener('online', listener);
        target.removeEventListener('offline', listener);
      };
    },
  };
}
