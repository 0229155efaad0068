import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Which process holds a folder. */
type Owner = {
  readonly pid: number;
  /** When it began, as the system writes it; '' where the system does not say. */
  readonly startedAt: string;
};

const HELD = Symbol.for('smh-uploader.locked-folders');

/**
 * Takes a folder for this process, since two journals in one file would ruin each other.
 * Returns how to let it go.
 * @throws Error when a live process, or this one, holds it
 */
export function lockFolder(dir: string): () => void {
  const folder = resolve(dir);
  const file = join(folder, 'lock');
  const held = heldFolders();
  if (held.has(folder)) {
    throw new Error(`the folder ${folder} is in use by another server of this process; ${ADVICE}`);
  }
  if (!tryToWrite(file)) {
    const owner = readOwner(file);
    if (owner !== null && isLive(owner)) throw inUse(folder, file, owner);
    rmSync(file, { force: true });
    // Somebody else may have been faster.
    if (!tryToWrite(file)) throw inUse(folder, file, readOwner(file));
  }
  held.add(folder);
  return () => {
    if (held.delete(folder)) rmSync(file, { force: true });
  };
}

const ADVICE = 'give another folder by --dir, or by the option dir';

/** One set a process, though a development tool may load this module anew. */
function heldFolders(): Set<string> {
  const holder = globalThis as typeof globalThis & { [HELD]?: Set<string> };
  return (holder[HELD] ??= new Set());
}

/** Writes the lock unless there is one. */
function tryToWrite(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid} ${startOf(process.pid)}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (failure) {
    if (failure instanceof Error && 'code' in failure && failure.code === 'EEXIST') return false;
    throw failure;
  }
}

function inUse(folder: string, file: string, owner: Owner | null): Error {
  const who = owner === null ? 'another process' : `process ${owner.pid}`;
  return new Error(
    `the folder ${folder} is in use by ${who}, maybe a demo that runs already: use that one, or end it ` +
      `(Ctrl+C in its terminal), or ${ADVICE}. If no such server runs, remove ${file}`,
  );
}

function readOwner(file: string): Owner | null {
  try {
    const [pid = '', startedAt = ''] = readFileSync(file, 'utf8').trim().split(' ');
    return /^[1-9]\d{0,9}$/.test(pid) ? { pid: Number(pid), startedAt } : null;
  } catch {
    return null;
  }
}

/** False where the process has ended, and its number may belong to another one since. */
function isLive({ pid, startedAt }: Owner): boolean {
  // What this process holds is known already: such a lock is that of an earlier one with its number.
  if (pid === process.pid || !isAlive(pid)) return false;
  const now = startOf(pid);
  return startedAt === '' || now === '' || startedAt === now;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return failure instanceof Error && 'code' in failure && failure.code === 'EPERM';
  }
}

/** Place of the start time among the fields after the name, which may hold spaces and brackets (man 5 proc). */
const START_FIELD = 19;

/** When a process began, in ticks since the machine did; '' where there is no `/proc`. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_FIELD] ?? '';
  } catch {
    return '';
  }
}
