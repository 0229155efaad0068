/** How long the thread that hashes may work before others get their turn. */
export interface Pace {
  /** Most bytes to work on between two calls of `rest`. */
  readonly pieceBytes: number;
  /** A promise to await where the turn is used up, else null. */
  rest(): Promise<void> | null;
}

/** Turn of the worker, in ms: aborts and other jobs wait at most so long. */
export const WORKER_TURN_MS = 16;

/**
 * Turn on the page's own thread, in ms, far enough from the 50 ms of a long task
 * for a machine several times slower than a desktop.
 */
export const PAGE_TURN_MS = 8;

/** Piece on the page's own thread, in bytes: about 0.3 ms of plain JavaScript CRC on a desktop. */
export const PAGE_PIECE_BYTES = 65_536;

/**
 * One pace for all jobs of a thread, since jobs that wait for microtasks only
 * share one task.
 *
 * @param now ms, never goes back.
 */
export function createPace(options: {
  readonly turnMs: number;
  readonly pieceBytes: number;
  readonly now?: () => number;
}): Pace {
  const now = options.now ?? (() => performance.now());
  const waiting: (() => void)[] = [];
  let channel: MessageChannel | null = null;
  let turnStart = now();
  const nextTask = (): Promise<void> => {
    if (channel === null) {
      // A message, as chained timers wait at least 4 ms, and a minute in hidden pages.
      channel = new MessageChannel();
      channel.port1.onmessage = () => {
        turnStart = now();
        waiting.shift()?.();
      };
    }
    const { port2 } = channel;
    return new Promise((resolve) => {
      waiting.push(resolve);
      port2.postMessage(null);
    });
  };
  return {
    pieceBytes: options.pieceBytes,
    rest: () => (now() - turnStart < options.turnMs ? null : nextTask()),
  };
}

/** Calls `work` with `bytes` piece by piece, resting in between as `pace` says. */
export async function workInPieces(
  bytes: Uint8Array,
  pace: Pace,
  work: (piece: Uint8Array) => void,
): Promise<void> {
  for (let start = 0; start < bytes.byteLength; start += pace.pieceBytes) {
    work(bytes.subarray(start, start + pace.pieceBytes));
    const rest = pace.rest();
    if (rest !== null) await rest;
  }
}
