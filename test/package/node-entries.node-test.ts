import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseSync } from 'vite';
import { installPackage, packPackage } from './packed-package.js';

/** Every entry that is a script; `custom-elements.json` and its like are read, not run. */
const ENTRIES = [
  'smh-uploader',
  'smh-uploader/headless',
  'smh-uploader/react',
  'smh-uploader/vue',
  'smh-uploader/jsx',
  'smh-uploader/locales/zh-cn',
  'smh-uploader/hash-worker.js',
  'smh-uploader/dev-server',
  'smh-uploader/dist/smh-uploader.min.js',
  'smh-uploader/dist/hash-worker.js',
  'smh-uploader/dist/locales/de.js',
];

/**
 * Prints what an import changed of the globals, as a list of names. Node makes some of its own when they
 * are looked at first, so all are looked at before.
 */
const WATCH_GLOBALS = (entry: string): string => `
  const look = () => new Map(Reflect.ownKeys(globalThis).map((key) => {
    try { globalThis[key]; } catch {}
    const { value, get, set } = Object.getOwnPropertyDescriptor(globalThis, key);
    return [key, [value, get, set]];
  }));
  look();
  const before = look();
  await import(${JSON.stringify(entry)});
  const after = look();
  const isSame = (key) => before.get(key)?.every((part, index) => Object.is(part, after.get(key)?.[index]));
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((key) => !isSame(key));
  console.log(JSON.stringify(changed.map(String)));
`;

describe('the package in Node', () => {
  let folder: string;
  let remove: () => void;

  before(() => {
    const packed = packPackage();
    const { version } = JSON.parse(readFileSync('node_modules/react/package.json', 'utf8')) as {
      readonly version: string;
    };
    // The component asks for React, as the page has it anyway.
    ({ folder, remove } = installPackage(packed.tarball, [`react@${version}`]));
    packed.remove();
  });

  after(() => remove());

  /** What a module prints that runs in a bare Node, without what the machine's own settings would add. */
  const run = (code: string, parameters: readonly string[] = []): unknown => {
    // A file: for code on the command line Node makes globals of its own modules.
    writeFileSync(join(folder, 'run.js'), code);
    const { NODE_OPTIONS: _, ...env } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, [...parameters, 'run.js'], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    return JSON.parse(stdout);
  };

  for (const entry of ENTRIES) {
    it(`imports ${entry}, which defines nothing, adds no global and throws nothing`, () => {
      assert.deepEqual(run(WATCH_GLOBALS(entry)), []);
    });
  }

  it('has no entry of scripts that is not tried here', () => {
    const { exports } = JSON.parse(
      readFileSync(join(folder, 'node_modules/smh-uploader/package.json'), 'utf8'),
    ) as { readonly exports: object };
    const tried = ENTRIES.map((entry) =>
      entry.replace('smh-uploader', '.').replace(/locales\/[a-z-]+/, 'locales/*'),
    );
    const scripts = Object.keys(exports).filter((entry) => !entry.endsWith('.json'));
    assert.deepEqual(scripts.sort(), tried.sort());
  });

  it('has the same names as in a browser', () => {
    for (const [entry, file] of [
      ['smh-uploader', 'smh-uploader.js'],
      ['smh-uploader/headless', 'headless.js'],
      ['smh-uploader/dist/smh-uploader.min.js', 'smh-uploader.min.js'],
    ] as const) {
      const code = `console.log(JSON.stringify(Object.keys(await import('${entry}'))))`;
      assert.deepEqual(run(code), exportedNames(join(folder, 'node_modules/smh-uploader/dist', file)), entry);
    }
  });

  it('takes the browser builds where a bundler or a test asks for those of a browser', () => {
    const code = `console.log(JSON.stringify(['smh-uploader', 'smh-uploader/headless'].map(
      (entry) => import.meta.resolve(entry).split('/smh-uploader/').at(-1))))`;
    assert.deepEqual(run(code), ['dist/node/smh-uploader.js', 'dist/node/headless.js']);
    assert.deepEqual(run(code, ['--conditions=browser']), ['dist/smh-uploader.js', 'dist/headless.js']);
  });

  it('says of the element and of createUploader() that they need a browser, once they are used', () => {
    const code = `
      import { SmhUploader, UploadError } from 'smh-uploader';
      import { createUploader } from 'smh-uploader/headless';
      class Mine extends SmhUploader {}
      SmhUploader.define();
      Mine.define('my-uploader');
      const uses = [() => new SmhUploader(), () => new Mine(), () => createUploader({ endpoint: '/smh' })];
      console.log(JSON.stringify(uses.map((use) => {
        try { use(); } catch (error) { return [error instanceof UploadError, error.code, error.message]; }
      })));
    `;
    const said = run(code) as readonly (readonly [boolean, string, string])[];
    assert.equal(said.length, 3);
    for (const [isUploadError, errorCode, message] of said) {
      assert.deepEqual([isUploadError, errorCode], [true, 'unsupported-browser']);
      assert.match(message, /needs a browser/);
    }
  });

  it('has a client of the service that works, and its errors', () => {
    const code = `
      import { createSmhBackend, UploadError } from 'smh-uploader';
      import { createDevServer } from 'smh-uploader/dev-server';
      const server = await createDevServer({ port: 0, objectPort: 0, dir: 'served' });
      const backendWith = (getAccessToken) => createSmhBackend({
        endpoint: server.apiOrigin,
        libraryId: server.libraryId,
        spaceId: server.spaceId,
        getAccessToken,
      });
      const name = 'a.txt';
      const start = [
        { path: [name], name, size: 3, type: '', multipart: false, conflictResolutionStrategy: 'rename' },
        { signal: new AbortController().signal },
      ];
      const answer = await backendWith(() => server.issueToken()).getUploadToken(...start);
      const { confirmKey } = await answer.json();
      const refused = await backendWith(() => 'stale').getUploadToken(...start).catch((error) => error);
      await server.close();
      console.log(JSON.stringify([typeof confirmKey, refused instanceof UploadError, refused.code]));
    `;
    assert.deepEqual(run(code), ['string', true, 'token-invalid']);
  });

  for (const moduleResolution of ['nodenext', 'bundler']) {
    it(`has types for each entry, as TypeScript finds them by ${moduleResolution}`, () => {
      writeFileSync(
        join(folder, 'page.ts'),
        `
        import { SmhUploader, type UploadBackend } from 'smh-uploader';
        import { createUploader } from 'smh-uploader/headless';
        import 'smh-uploader/locales/zh-cn';
        import 'smh-uploader/hash-worker.js';
        import 'smh-uploader/dist/smh-uploader.min.js';
        export const element: HTMLElement = new SmhUploader();
        export const status: string | undefined = createUploader().tasks[0]?.status;
        export const backend: Pick<UploadBackend, 'cancelUpload'> = { cancelUpload: () => undefined };
        // @ts-expect-error: an uploader is no number, nor of any type
        export const wrong: number = createUploader();
        // @ts-expect-error: there is no such view of a class of any type
        export const absent = SmhUploader.absent;
        `,
      );
      const module = moduleResolution === 'nodenext' ? 'nodenext' : 'esnext';
      const options = `--noEmit --strict --target es2022 --lib es2022,dom,dom.iterable --types`.split(' ');
      const resolution = ['--module', module, '--moduleResolution', moduleResolution];
      const parameters = [...options, '', ...resolution, 'page.ts'];
      const { status, stdout } = spawnSync('tsc', parameters, { cwd: folder, encoding: 'utf8' });
      assert.equal(status, 0, stdout);
    });
  }

  // Last, as it takes something away. The development server has use for hash-wasm.
  it('needs neither Lit nor the library for IndexedDB', () => {
    for (const library of ['lit', 'lit-html', 'lit-element', '@lit', 'idb']) {
      rmSync(join(folder, 'node_modules', library), { recursive: true });
    }
    for (const entry of ENTRIES) assert.deepEqual(run(WATCH_GLOBALS(entry)), [], entry);
  });
});

function exportedNames(file: string): readonly string[] {
  const { module } = parseSync(file, readFileSync(file, 'utf8'));
  return module.staticExports
    .flatMap(({ entries }) => entries.flatMap(({ exportName }) => exportName.name ?? []))
    .sort();
}
