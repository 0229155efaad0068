/** What is done as the page goes into the back-forward cache, and as it comes back. */
export type CacheHooks = {
  /** Nothing may be left that keeps a page out: no request that takes long, no Web Lock. */
  readonly suspend: () => void;
  /** The page is left, for good or not. */
  readonly leave: () => void;
  readonly goOn: () => void;
};

/**
 * Follows the page into the back-forward cache and back, while it is switched on.
 * Of a page that is left for good nothing is canceled, as the next visit may go on; its
 * locks are returned at once. Nor is a hidden page that the browser freezes: its timers and
 * answers stand still together, and what took too long meanwhile is sent again.
 * @see https://web.dev/articles/bfcache
 */
export function createPageLifecycle(hooks: CacheHooks): (isOn: boolean) => void {
  const onHide = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) hooks.suspend();
    hooks.leave();
  };
  const onShow = ({ persisted }: PageTransitionEvent): void => {
    if (persisted) hooks.goOn();
  };
  return (isOn) => {
    if (isOn) {
      addEventListener('pagehide', onHide);
      addEventListener('pageshow', onShow);
    } else {
      removeEventListener('pagehide', onHide);
      removeEventListener('pageshow', onShow);
    }
  };
}
