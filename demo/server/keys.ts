import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets of a server, made once for its folder. */
export type Keys = {
  /** Default secret of the library. */
  readonly librarySecret: string;
  /** Key of signed headers, in hex: they hold over a restart. */
  readonly signingKey: string;
};

/** The keys of a folder; made where there are none. */
export function keysOf(dir: string): Keys {
  const file = join(dir, 'keys.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Keys;
  const keys = {
    librarySecret: randomBytes(24).toString('hex'),
    signingKey: randomBytes(32).toString('hex'),
  };
  // By a second file, so that a crash leaves no half of it.
  writeFileSync(`${file}.next`, JSON.stringify(keys), { mode: 0o600 });
  renameSync(`${file}.next`, file);
  return keys;
}
