import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const held = new Set<string>();

/**
 * Takes a folder for this process, since two journals in one file would ruin each other.
 * Returns how to let it go.
 * @throws Error when a live process, or this one, holds it
 */
export function lockFolder(dir: string): () => void {
  const folder = resolve(dir);
  const file = join(folder, 'lock');
  if (held.has(folder)) throw new Error(`the folder ${folder} is in use by another server of this process`);
  const owner = readOwner(file);
  if (owner !== null && owner !== process.pid && isAlive(owner)) {
    throw new Error(`the folder ${folder} is in use by process ${owner}; give another --dir`);
  }
  writeFileSync(file, String(process.pid), { mode: 0o600 });
  held.add(folder);
  return () => {
    held.delete(folder);
    rmSync(file, { force: true });
  };
}

function readOwner(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return failure instanceof Error && 'code' in failure && failure.code === 'EPERM';
  }
}
