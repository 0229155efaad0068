/** What of a transaction is needed to give it up. */
export type Abortable = { abort(): void; readonly done: Promise<unknown> };

/** The times in which the page lies in the back-forward cache. */
export interface PageAbsence {
  /** How many there were, with the one that lasts. */
  readonly count: number;
  /** Resolves when the page is back; null while it is there. */
  readonly end: Promise<void> | null;
  /** Aborts a transaction that is under way when the page is left. */
  watch(transaction: Abortable): void;
}

/** Of pages that need not care. */
const never: PageAbsence = { count: 0, end: null, watch: () => undefined };

/**
 * In WebKit a transaction that is under way as its page goes into the back-forward cache is neither
 * completed nor aborted there, and keeps all pages of the origin from their transactions, also the next
 * one that this page led to. So none may be under way then: what was asked for takes place once the page
 * is back, and the leases of an `http:` page end by themselves. Other browsers complete them.
 *
 * @see https://bugs.webkit.org/show_bug.cgi?id=315804
 */
export function followAbsence(navigator: Pick<Navigator, 'vendor'> = globalThis.navigator): PageAbsence {
  if (!navigator.vendor.startsWith('Apple')) return never;
  const underWay = new Set<Abortable>();
  let count = 0;
  let end: Promise<void> | null = null;
  let goOn = (): void => undefined;

  addEventListener('pagehide', ({ persisted }) => {
    if (!persisted) return;
    count += 1;
    end ??= new Promise((resolve) => {
      goOn = resolve;
    });
    for (const transaction of underWay) {
      try {
        transaction.abort();
      } catch {
        // It is over already.
      }
    }
  });
  addEventListener('pageshow', () => {
    end = null;
    goOn();
  });

  return {
    get count() {
      return count;
    },
    get end() {
      return end;
    },
    watch(transaction) {
      underWay.add(transaction);
      const forget = (): void => void underWay.delete(transaction);
      transaction.done.then(forget, forget);
    },
  };
}
