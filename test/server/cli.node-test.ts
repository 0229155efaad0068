import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { withServer } from './with-server.js';

const cli = join(import.meta.dirname, '../../demo/server/cli.ts');

type Ended = { readonly code: number | null; readonly out: string; readonly err: string };

/** Runs the command; `stopAt` ends it by SIGINT once its output holds that text. */
function run(
  args: readonly string[],
  stopAt?: { text: string; use: (out: string) => Promise<void> },
): Promise<Ended> {
  const child = spawn(process.execPath, ['--import', 'tsx', cli, ...args]);
  let out = '';
  let err = '';
  let isStopping = false;
  return new Promise((done, fail) => {
    child.stderr.on('data', (chunk) => (err += String(chunk)));
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
      if (isStopping || stopAt === undefined || !out.includes(stopAt.text)) return;
      isStopping = true;
      stopAt
        .use(out)
        .catch(fail)
        .finally(() => child.kill('SIGINT'));
    });
    child.on('close', (code) => done({ code, out, err }));
  });
}

describe('smh-dev-server', () => {
  it('says where it is, how to get a token, and ends cleanly', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'smh-dev-'));
    const flags = [
      '--port',
      '0',
      '--object-port',
      '0',
      '--dir',
      dir,
      '--quota',
      '2GiB',
      '--library-id',
      'lib',
      '--library-secret',
      'key',
    ];
    const { code, out } = await run(flags, {
      text: 'Ctrl+C',
      use: async (text) => {
        const url = /curl '([^']+api\/v1\/token[^']+)'/.exec(text)?.[1]?.replace('SECRET', 'key') ?? '';
        const { accessToken } = (await (await fetch(url)).json()) as { accessToken: string };
        const [, method = '', start = ''] = /curl -X (\w+) '([^']+)'/.exec(text) ?? [];
        assert.equal((await fetch(start.replace('TOKEN', accessToken), { method })).status, 201);
      },
    });
    assert.equal(code, 0);
    assert.match(out, /SMH API +http:\/\/127\.0\.0\.1:\d+\n/);
    rmSync(dir, { recursive: true });
  });

  it('names a wrong flag', async () => {
    const cases: readonly [flags: string[], message: RegExp][] = [
      [['--prot', '1'], /--prot/],
      [['--port', '70000'], /--port: "70000" is no port/],
      [['--quota', 'much'], /--quota: "much" is no size/],
      [['--header-life', '0'], /--header-life: "0"/],
      [['--library-id', 'x'], /--library-secret/],
      [['--library-id', '', '--library-secret', 'x'], /--library-id: an empty/],
      [['--library-id', 'x', '--library-secret', ''], /--library-secret: an empty/],
      [['--object-domain', 'a/b'], /--object-domain: "a\/b"/],
    ];
    const ends = await Promise.all(cases.map(([flags]) => run(flags)));
    for (const [index, [, message]] of cases.entries()) {
      assert.equal(ends[index]?.code, 2);
      assert.match(ends[index]?.err ?? '', message);
      assert.doesNotMatch(ends[index]?.err ?? '', /\n +at /);
    }
  });

  it('names a port in use', async () => {
    await withServer({}, async ({ apiOrigin }) => {
      const dir = mkdtempSync(join(tmpdir(), 'smh-dev-'));
      const { port } = new URL(apiOrigin);
      const { code, err } = await run(['--port', port, '--object-port', '0', '--dir', dir]);
      assert.equal(code, 1);
      assert.match(err, new RegExp(`port ${port} is in use`));
      rmSync(dir, { recursive: true });
    });
  });
});
