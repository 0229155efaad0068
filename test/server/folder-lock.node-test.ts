import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { lockFolder } from '../../demo/server/folder-lock.js';

/** Runs `use` with a fresh folder, the lock's file in it, and a process that lives meanwhile. */
async function withOther(use: (dir: string, file: string, pid: number) => void): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'smh-lock-'));
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'ignore' });
  const ended = new Promise((done) => other.once('exit', done));
  try {
    use(dir, join(dir, 'lock'), other.pid ?? 0);
  } finally {
    other.kill();
    await ended;
    rmSync(dir, { recursive: true });
  }
}

const hasProc = existsSync('/proc/self/stat');

describe('lockFolder', () => {
  it('keeps a folder until it is let go', async () => {
    await withOther((dir, file) => {
      const unlock = lockFolder(dir);
      assert.match(readFileSync(file, 'utf8'), new RegExp(`^${process.pid} `));
      assert.throws(() => lockFolder(dir), /another server of this process/);
      unlock();
      assert.equal(existsSync(file), false);
      const again = lockFolder(dir);
      // Letting go twice must not open the folder to others.
      unlock();
      again();
    });
  });

  it('names the process, the file and the ways out where another one holds it', async () => {
    await withOther((dir, file, pid) => {
      writeFileSync(file, `${pid}`);
      assert.throws(
        () => lockFolder(dir),
        (failure: Error) =>
          failure.message.includes(`process ${pid}`) &&
          failure.message.includes(file) &&
          /end it .*--dir/.test(failure.message),
      );
      assert.equal(readFileSync(file, 'utf8'), String(pid));
    });
  });

  it('takes a folder over from a process that has ended', async () => {
    await withOther((dir, file) => {
      for (const text of ['999999999 1', '999999999', '', 'no number', '-1']) {
        writeFileSync(file, text);
        const unlock = lockFolder(dir);
        assert.match(readFileSync(file, 'utf8'), new RegExp(`^${process.pid} `), text);
        unlock();
      }
    });
  });

  it('takes a folder over where the number of the process is in use again', async () => {
    await withOther((dir, file, pid) => {
      writeFileSync(file, `${process.pid} 1`);
      lockFolder(dir)();
      if (!hasProc) return;
      writeFileSync(file, `${pid} 1`);
      lockFolder(dir)();
    });
  });
});
