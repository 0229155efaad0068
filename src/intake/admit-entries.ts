import type { Rejection } from '../engine/engine-events.js';
import type { BeforeAdd, Entry } from '../engine/options.js';
import type { Clock } from '../engine/ports.js';
import { sizeOf } from '../protocol/file-size.js';
import { finalPath, judgeAmount, judgeFile, type RuleContext, type Rules } from './accept-rules.js';
import { askBeforeAdd } from './ask-before-add.js';
import { lastSegment } from './entry-path.js';
import type { Refusal } from './path-rule.js';
import { quote } from './quote.js';
import { TimeSlice } from './time-slice.js';

/** Calls of `beforeAdd` that run at once: enough for one that asks a server, few enough for one that decodes. */
const ASKED_AT_ONCE = 8;

/** An entry that passed the gate: `name` is the final one, and the last segment of `relativePath`. */
export type AdmittedEntry = Entry & { readonly name: string };

/** Both in the order of the input. */
export type Admission = {
  readonly accepted: readonly AdmittedEntry[];
  /** With the file and path as chosen, before `beforeAdd` changed them. */
  readonly rejected: readonly Rejection[];
};

/** What the gate needs. */
export type AdmitOptions = {
  readonly rules: Rules;
  readonly beforeAdd?: BeforeAdd | undefined;
  /** How long `beforeAdd` may take for one file, in ms. */
  readonly callbackTimeoutMs: number;
  readonly clock: Clock;
  /** What is there already. Asked once, after the last answer of `beforeAdd`. */
  readonly context: () => RuleContext;
  /**
   * Called with the entries that passed the rules on the file alone, under their final
   * paths, before the verdict: the place to read what `isDuplicate` must know, and to wait until what
   * another gate has let in is counted.
   */
  readonly beforeVerdict?: ((entries: readonly AdmittedEntry[]) => Promise<void>) | undefined;
  /** Adds what the page says of a file that passed the rules on it alone, or refuses it. */
  readonly complete?: ((entry: AdmittedEntry) => AdmittedEntry | Refusal) | undefined;
  /** True where an unfinished task has this file already; asked in order, after the rules on the file alone. */
  readonly isDuplicate: (entry: AdmittedEntry) => boolean;
  readonly signal?: AbortSignal | undefined;
};

/**
 * The gate between what was chosen and the queue: `beforeAdd`, then the rules on
 * its result. One file's refusal stops no other.
 * @throws the signal's reason when it aborts; nothing is then admitted.
 */
export async function admitEntries(entries: readonly Entry[], options: AdmitOptions): Promise<Admission> {
  const asked = await prepareAll(entries, options);
  await options.beforeVerdict?.(asked.filter(isAdmitted));
  options.signal?.throwIfAborted();
  return decide(entries, asked, options);
}

/** All that does not depend on other files, for every entry in its place. */
async function prepareAll(
  entries: readonly Entry[],
  options: AdmitOptions,
): Promise<readonly (AdmittedEntry | Refusal)[]> {
  const prepared: (AdmittedEntry | Refusal)[] = [];
  const slice = new TimeSlice();
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < entries.length) {
      const index = next++;
      const entry = entries[index];
      if (entry !== undefined) {
        await slice.rest(options.signal);
        prepared[index] = await prepare(entry, options);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(ASKED_AT_ONCE, entries.length) }, work));
  return prepared;
}

async function prepare(
  entry: Entry,
  { rules, beforeAdd, callbackTimeoutMs, clock, signal, complete }: AdmitOptions,
): Promise<AdmittedEntry | Refusal> {
  const answer =
    beforeAdd === undefined
      ? entry
      : await askBeforeAdd(entry, { beforeAdd, callbackTimeoutMs, clock, signal });
  if ('code' in answer) {
    return answer;
  }
  const relativePath = finalPath(answer);
  const admitted = { ...answer, relativePath, name: lastSegment(relativePath) };
  return judgeFile(admitted, rules) ?? complete?.(admitted) ?? admitted;
}

function decide(
  entries: readonly Entry[],
  prepared: readonly (AdmittedEntry | Refusal)[],
  { rules, context, isDuplicate }: AdmitOptions,
): Admission {
  const accepted: AdmittedEntry[] = [];
  const rejected: Rejection[] = [];
  const pathsByFile = new Map<File, Set<string>>();
  let { filesCount, totalBytes } = context();

  prepared.forEach((verdict, index) => {
    const chosen = entries[index];
    if (chosen === undefined) {
      return;
    }
    const refusal =
      'code' in verdict
        ? verdict
        : (judgeDuplicate(verdict, pathsByFile, isDuplicate) ??
          judgeAmount(verdict, rules, { filesCount, totalBytes }));
    if (refusal !== null) {
      rejected.push({ file: chosen.file, relativePath: chosen.relativePath, ...refusal });
    } else if (isAdmitted(verdict)) {
      accepted.push(verdict);
      filesCount += 1;
      totalBytes += sizeOf(verdict.file);
      pathsByFile.set(verdict.file, (pathsByFile.get(verdict.file) ?? new Set()).add(verdict.relativePath));
    }
  });
  return { accepted, rejected };
}

function isAdmitted(verdict: AdmittedEntry | Refusal): verdict is AdmittedEntry {
  return !('code' in verdict);
}

/** The tasks know of files added earlier; `pathsByFile` of those accepted just now. */
function judgeDuplicate(
  entry: AdmittedEntry,
  pathsByFile: ReadonlyMap<File, ReadonlySet<string>>,
  isDuplicate: (entry: AdmittedEntry) => boolean,
): Refusal | null {
  return pathsByFile.get(entry.file)?.has(entry.relativePath) === true || isDuplicate(entry)
    ? {
        code: 'duplicate',
        message: `${quote(entry.relativePath)} is being uploaded already: wait for it, or cancel it first.`,
      }
    : null;
}
