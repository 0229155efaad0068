import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, it } from 'node:test';

/** Runs a copy of `.ci/run` with an `npm` whose steps do what `steps` say in shell; the others pass. */
function runWith(steps: Readonly<Record<string, string>>): { code: number | null; lines: string[] } {
  const root = mkdtempSync(join(tmpdir(), 'smh-ci-'));
  try {
    mkdirSync(join(root, '.ci'));
    mkdirSync(join(root, 'bin'));
    copyFileSync(join(import.meta.dirname, '../../.ci/run'), join(root, '.ci/run'));
    const cases = Object.entries(steps).map(([step, script]) => `'${step}') ${script} ;;`);
    writeFileSync(join(root, 'bin/npm'), `#!/bin/sh\ncase "$*" in\n${cases.join('\n')}\nesac\n`);
    chmodSync(join(root, 'bin/npm'), 0o755);
    const path = `${join(root, 'bin')}${delimiter}${process.env['PATH'] ?? ''}`;
    // Both outputs in one, in the order in which they come.
    const { status, stdout } = spawnSync('bash', ['-c', 'exec bash .ci/run 2>&1'], {
      cwd: root,
      env: { ...process.env, PATH: path },
      encoding: 'utf8',
    });
    return { code: status, lines: stdout.trimEnd().split('\n') };
  } finally {
    rmSync(root, { recursive: true });
  }
}

describe('.ci/run', () => {
  for (const [what, steps, code, last] of [
    ['passes', { test: "echo '7 passed, 0 failed'" }, 0, '7 passed, 0 failed'],
    [
      'has failed tests',
      { test: "echo '5 passed, 2 failed'; echo 'npm error Test failed.' >&2; exit 1" },
      1,
      '5 passed, 2 failed',
    ],
    ['dies before the count', { test: 'echo working; exit 3' }, 3, '0 passed, 1 failed'],
    ['dies in silence', { test: 'kill -9 $$' }, 137, '0 passed, 1 failed'],
    ['ends well without a count', { test: 'echo nothing' }, 1, '0 passed, 1 failed'],
    [
      'fails after a count without a failure',
      { test: "echo '7 passed, 0 failed'; exit 1" },
      1,
      '0 passed, 1 failed',
    ],
    [
      'fails in a check',
      { 'run check': 'exit 2', test: "echo '7 passed, 0 failed'" },
      2,
      '0 passed, 1 failed',
    ],
  ] as const) {
    it(`ends with the count where the run ${what}`, () => {
      const ended = runWith(steps);
      assert.deepEqual([ended.code, ended.lines.at(-1)], [code, last]);
    });
  }

  it('says the count once', () => {
    const { lines } = runWith({ test: "echo '7 passed, 0 failed'" });
    assert.equal(lines.filter((line) => line.includes('passed')).length, 1);
  });
});
