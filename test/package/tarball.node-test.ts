import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, posix, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { globSync } from 'tinyglobby';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { installPackage, packPackage } from './packed-package.js';
import type { PackedPackage } from './packed-package.js';

/** All that belongs into the package; a file of another kind is there by mistake. */
const BELONGS = [
  /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|custom-elements\.json)$/,
  /^dist\/(?!types\/|test\/)[\w./-]+\.js(\.map)?$/,
  /^dist\/types\/(src|demo\/server)\/[\w./-]+\.d\.ts$/,
  /^dist\/(vscode\.(html|css)-custom-data|web-types)\.json$/,
];

type Target = string | { readonly [condition: string]: Target };

describe('the packed package', () => {
  let packed: PackedPackage;
  let project: ReturnType<typeof installPackage>;
  let root: string;

  before(() => {
    packed = packPackage();
    project = installPackage(packed.tarball);
    root = join(project.folder, 'node_modules/smh-uploader');
  });

  after(() => {
    project.remove();
    packed.remove();
  });

  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const scripts = (): readonly string[] =>
    packed.files.filter((path) => path.startsWith('dist/') && path.endsWith('.js'));

  it('is clean for publint', async () => {
    const bytes = readFileSync(packed.tarball);
    const { messages, pkg } = await publint({
      pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) },
      strict: true,
    });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg, { color: false })),
      [],
    );
  });

  it('has types that arethetypeswrong finds nothing wrong with, for ES modules', () => {
    const { status, stdout, stderr } = spawnSync(
      'attw',
      [packed.tarball, '--profile', 'esm-only', '--no-color'],
      {
        encoding: 'utf8',
      },
    );
    assert.equal(status, 0, stdout + stderr);
  });

  it('holds only what belongs: no test, no page of the demo, no private file', () => {
    const strays = packed.files.filter((path) => !BELONGS.some((pattern) => pattern.test(path)));
    assert.deepEqual(strays, []);
  });

  it('has each file that an entry, a field or a command of package.json leads to', () => {
    const manifest = JSON.parse(read('package.json')) as {
      readonly exports: Readonly<Record<string, Target>>;
      readonly bin: Readonly<Record<string, string>>;
      readonly [field: string]: unknown;
    };
    const named = ['unpkg', 'jsdelivr', 'customElements', 'web-types'].map((field) =>
      String(manifest[field]),
    );
    const targets = [
      ...Object.values(manifest.exports).flatMap(filesOf),
      ...Object.values(manifest.bin),
      ...named,
    ];
    const missing = targets.filter((target) => globSync(target, { cwd: root }).length === 0);
    assert.deepEqual(missing, []);
  });

  it('has types for each language', () => {
    const languages = packed.files.filter((path) => path.startsWith('dist/locales/'));
    assert.ok(languages.length > 0);
    const untyped = languages.filter(
      (path) => !packed.files.includes(path.replace('dist/', 'dist/types/src/').replace(/\.js$/, '.d.ts')),
    );
    assert.deepEqual(untyped, []);
  });

  it('has a source map beside each script that has lines of its own', () => {
    // The texts of a language stand in other lines than in its source (`vite.config.ts`).
    const own = scripts().filter((path) => !path.startsWith('dist/locales/') && !isOnlyReexports(read(path)));
    assert.ok(own.length > 0);
    const unmapped = own.filter((path) => {
      const map = /^\/\/# sourceMappingURL=(\S+)$/m.exec(read(path))?.[1];
      return map === undefined || !packed.files.includes(posix.join(dirname(path), map));
    });
    assert.deepEqual(unmapped, []);
  });

  it('has source maps that hold their sources and name no place outside the package', () => {
    const maps = packed.files.filter((path) => path.endsWith('.map'));
    assert.ok(maps.length > 0);
    for (const path of maps) {
      const { sources, sourcesContent } = JSON.parse(read(path)) as {
        readonly sources: readonly string[];
        readonly sourcesContent?: readonly (string | null)[];
      };
      const outside = sources.filter(
        (source) => /^(\/|[a-z]+:)/i.test(source) || posix.join(dirname(path), source).startsWith('..'),
      );
      assert.deepEqual(outside, [], path);
      assert.equal(sourcesContent?.filter((text) => text !== null).length, sources.length, path);
    }
  });

  it('names no folder of the machine that it was built on', () => {
    const places = [resolve('.'), homedir()].filter((place) => place !== '/');
    const telling = packed.files.filter((path) => places.some((place) => read(path).includes(`${place}/`)));
    assert.deepEqual(telling, []);
  });

  it('has the scripts whose integrity the build prints', () => {
    const printed = execFileSync('tsx', ['test/run/print-sizes.ts'], { encoding: 'utf8' });
    const lines = [...printed.matchAll(/^(\S+) +(sha384-\S+)$/gm)];
    assert.ok(lines.some(([, path]) => path === 'dist/smh-uploader.min.js'));
    for (const [, path = '', integrity] of lines) {
      const digest = createHash('sha384')
        .update(readFileSync(join(root, path)))
        .digest('base64');
      assert.equal(integrity, `sha384-${digest}`, path);
    }
  });

  it('brings the command of the development server', () => {
    const command = join(project.folder, 'node_modules/.bin/smh-dev-server');
    assert.ok(existsSync(command));
    assert.match(execFileSync(command, ['--help'], { encoding: 'utf8' }), /smh-dev-server/);
  });
});

function filesOf(target: Target): readonly string[] {
  return typeof target === 'string' ? [target] : Object.values(target).flatMap(filesOf);
}

function isOnlyReexports(script: string): boolean {
  return script
    .split(/;|\n/)
    .map((statement) => statement.trim())
    .every((statement) => /^($|['"]use client|(import|export) ?[{"*])/.test(statement));
}
