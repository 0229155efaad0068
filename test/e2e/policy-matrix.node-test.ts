import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { DevServer } from '../../demo/server/create-dev-server.js';
import { requestedBrowsers } from '../run/browser-names.js';
import { uploadKnownBeginnings } from './support/known-beginnings.js';
import { writeNoise } from './support/make-files.js';
import { UploadPage } from './support/upload-page.js';
import type { PageOptions } from './support/upload-page.js';

/** One page of a kind, and what becomes of uploads in it. */
type Row = {
  readonly page: string;
  /** Directives of its Content-Security-Policy; those of `common` that are not named here hold too. */
  readonly policy?: (server: DevServer) => Readonly<Record<string, string>>;
  readonly options?: PageOptions;
  /** What the console says that the page would have to allow for the fast way; nothing: it says nothing. */
  readonly says?: readonly RegExp[];
  /** Nothing is sent: the origin that the error names, with the directive to add it to. */
  readonly refused?: (server: DevServer) => string;
};

/** `'unsafe-inline'` is for the scripts of these tests, `img-src` for the icon that Firefox asks for. */
const common = {
  'default-src': "'none'",
  'script-src': "'self' 'unsafe-inline' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  'img-src': "'self'",
  'worker-src': "'self'",
  'connect-src': '*',
};
const withoutWasm = { 'script-src': "'self' 'unsafe-inline'" };
const blobWorker = { 'worker-src': 'blob:' };
const trustedTypes = { 'require-trusted-types-for': "'script'", 'trusted-types': 'smh-uploader lit-html' };
const workerFile = 'multiple worker-url="/hash-worker.js"';

const noWorker = /no worker could be started.*worker-src/;
const noWasm = /WebAssembly is refused.*'wasm-unsafe-eval'/;

const rows: readonly Row[] = [
  { page: 'no policy' },
  { page: 'worker from a file', policy: () => ({}), options: { attributes: workerFile } },
  { page: 'worker from its own text', policy: () => blobWorker },
  {
    page: 'worker from its own text, no WebAssembly',
    policy: () => ({ ...withoutWasm, ...blobWorker }),
    says: [noWasm],
  },
  {
    // Its own answer has no policy, so that WebAssembly compiles in it.
    page: 'worker from a file, no WebAssembly on the page',
    policy: () => withoutWasm,
    options: { attributes: workerFile },
  },
  { page: 'no worker', policy: () => ({ 'worker-src': "'none'" }), says: [noWorker] },
  {
    page: 'no worker, no WebAssembly',
    policy: () => ({ ...withoutWasm, 'worker-src': "'none'" }),
    says: [noWorker, noWasm],
  },
  {
    page: 'Trusted Types, worker from a file',
    policy: () => trustedTypes,
    options: { attributes: workerFile },
  },
  { page: 'Trusted Types, worker from its own text', policy: () => ({ ...trustedTypes, ...blobWorker }) },
  {
    page: 'only the hosts that are needed',
    policy: ({ apiOrigin, hostOrigin, objectOrigin }) => ({
      ...blobWorker,
      'connect-src': `${apiOrigin} ${hostOrigin ?? ''} ${objectOrigin}`,
    }),
  },
  {
    page: 'not the object store',
    policy: ({ apiOrigin, hostOrigin }) => ({
      ...blobWorker,
      'connect-src': `${apiOrigin} ${hostOrigin ?? ''}`,
    }),
    refused: ({ objectOrigin }) => objectOrigin,
  },
  {
    page: 'not the service',
    policy: ({ hostOrigin, objectOrigin }) => ({
      ...blobWorker,
      'connect-src': `${hostOrigin ?? ''} ${objectOrigin}`,
    }),
    refused: ({ apiOrigin }) => apiOrigin,
  },
  {
    page: 'cross-origin isolated',
    options: {
      headers: {
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-embedder-policy': 'require-corp',
      },
    },
  },
  {
    page: 'plain http: nothing that only secure pages have, no worker',
    policy: () => ({ 'worker-src': "'none'" }),
    options: { beforeDefinition: makeInsecure },
    says: [noWorker],
  },
];

/** Runs in the page: takes away what browsers give to secure pages only. */
function makeInsecure(): void {
  const lost: readonly (readonly [object, string])[] = [
    [Crypto.prototype, 'subtle'],
    [Crypto.prototype, 'randomUUID'],
    [Navigator.prototype, 'locks'],
    [Navigator.prototype, 'wakeLock'],
    [Navigator.prototype, 'storage'],
    [window, 'showOpenFilePicker'],
  ];
  for (const [owner, name] of lost) Object.defineProperty(owner, name, { value: undefined });
  noteViolations();
}

/** Runs in the page. */
function noteViolations(): void {
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    console.warn(`violated: ${violatedDirective} by ${blockedURI}`),
  );
}

const line = ([name, value]: readonly [string, string]): string => `${name} ${value}`;

for (const browser of requestedBrowsers()) {
  describe(`the policy matrix in ${browser}`, () => {
    let page: UploadPage;
    before(async () => {
      page = await UploadPage.start(browser);
    });
    after(() => page.close());

    for (const row of rows) {
      it(`${row.page}: ${outcomeOf(row)}`, async () => {
        const directives = row.policy?.(page.server);
        await page.open({
          attributes: 'multiple',
          beforeDefinition: noteViolations,
          ...(directives === undefined
            ? {}
            : {
                policy: Object.entries({ ...common, ...directives })
                  .map(line)
                  .join('; '),
              }),
          ...row.options,
        });
        // The answer in XML is read by a parser that Trusted Types watch.
        if (directives !== undefined && 'trusted-types' in directives)
          page.server.faults.add({ on: 'part', status: 503, code: 'SlowDown' });
        if (row.refused === undefined) await uploadKnownBeginnings(page);
        else await expectRefusal(row.refused(page.server));
        const messages = (await page.driver.consoleMessages()).filter(isOfPolicy);
        const { says = [] } = row;
        for (const wanted of says)
          assert.ok(
            messages.some((text) => wanted.test(text)),
            messages.join('\n'),
          );
        if (says.length === 0 && row.refused === undefined) assert.deepEqual(messages, []);
      });
    }

    /** It is told once what the page must allow, and the file stays at hand for a retry. */
    async function expectRefusal(origin: string): Promise<void> {
      await page.driver.evaluate(() => {
        window.uploader.addEventListener('smh-upload-error', ({ detail }) => {
          const { code, message } = detail.error;
          document.body.dataset['refusal'] = `${document.body.dataset['refusal'] ?? ''}${code} ${message}`;
        });
      });
      await page.choose([await writeNoise(join(page.folder, 'one.bin'), 1000, 'refused')]);
      await page.until(() => document.body.dataset['refusal'] !== undefined, 'it is refused');
      const refusal = await page.driver.evaluate(() => document.body.dataset['refusal'] ?? '');
      assert.match(refusal, /^policy-blocked (?!.*policy-blocked).*connect-src/);
      assert.ok(refusal.includes(origin), refusal);
      const files = await page.driver.evaluate(() => window.uploader.tasks.map(({ name }) => name));
      assert.deepEqual(files, ['one.bin']);
    }
  });
}

function outcomeOf({ refused, says }: Row): string {
  if (refused !== undefined) return 'says what must be allowed';
  return says === undefined ? 'uploads, breaks no rule' : 'uploads, and says what would be faster';
}

function isOfPolicy(text: string): boolean {
  return /violated|Trusted|Content.Security.Policy|no worker|WebAssembly is refused/i.test(text);
}
