import { expect } from '@esm-bundle/chai';
import { createUploader } from '../../src/create-uploader.js';
import { addFault, changeSettings, resetServer } from '../support/dev-server.js';
import { devServerInfo } from '../support/dev-server-info.js';
import { WAYS } from '../wire/ways-to-connect.js';

/** Fields of an answer that open something or say where it lies. */
const SECRET_FIELDS = new Set(['accessToken', 'confirmKey', 'uploadId', 'headers', 'path']);

/** Shortest text that can be looked for: `PUT` or `1` stand everywhere. */
const SHORTEST = 8;

const handedOut = new Set<string>();

/** Notes every text below a secret field. */
function note(value: unknown, isSecret: boolean): void {
  if (typeof value === 'string') {
    if (isSecret && value.length >= SHORTEST) handedOut.add(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) note(inner, isSecret || SECRET_FIELDS.has(name));
  }
}

/** What of `secrets` stands in `text`, plain, as part of a URL, escaped or in base64. */
function leaks(text: string, secrets: Iterable<string>): readonly string[] {
  return [...secrets].filter((secret) =>
    [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), btoa(secret)].some((form) =>
      text.includes(form),
    ),
  );
}

const FAILURES: Readonly<Record<string, () => Promise<unknown>>> = {
  'all is well': () => Promise.resolve(),
  'the store refuses the headers': () => addFault({ on: 'part', status: 403, code: 'SignatureDoesNotMatch' }),
  'the store is hidden by CORS': () => changeSettings({ objectCors: false }),
  'fresh headers have an odd name': () => addFault({ on: 'renew', patch: { headers: { 'bad name': 'x' } } }),
  'the state is about another upload': () => addFault({ on: 'state', patch: { parts: 'none' } }),
  // The first start tells that the folder is missing.
  'the start names an impossible host': () =>
    addFault({ on: 'start', skip: 1, patch: { domain: 'ftp://nowhere' } }),
  'the upload can not be canceled': () =>
    addFault({ on: 'cancel', status: 403, code: 'NoPermission', times: null }),
};

describe('the report of a diagnosis', () => {
  const { fetch } = globalThis;

  beforeEach(async () => {
    await resetServer();
    handedOut.clear();
    globalThis.fetch = async (...request) => {
      const answer = await fetch(...request);
      if (answer.type !== 'opaque' && answer.body !== null) {
        const text = await answer.clone().text();
        // Of those of the server alone that speaks to the uploader.
        if (!answer.url.includes('/_dev/')) note(text === '' ? null : JSON.parse(text), false);
      }
      return answer;
    };
  });

  afterEach(() => {
    globalThis.fetch = fetch;
  });

  after(() => resetServer());

  for (const [what, arrange] of Object.entries(FAILURES)) {
    for (const [way, options] of Object.entries(WAYS)) {
      it(`holds nothing secret when ${what} (way ${way})`, async () => {
        await arrange();
        const uploader = createUploader({ ...options(), directory: 'hidden folder' });
        const report = JSON.stringify(await uploader.diagnose({ probe: true }));
        uploader.destroy();
        expect(handedOut.size, 'secrets handed out').to.be.greaterThan(0);
        expect(leaks(report, handedOut)).to.deep.equal([]);
        expect(report).not.to.contain(devServerInfo().librarySecret).and.not.to.contain('hidden folder');
        for (const secret of handedOut) {
          const planted = report.replace('"message":"', `"message":${JSON.stringify(secret).slice(0, -1)}`);
          expect(leaks(planted, handedOut)).to.include(secret);
        }
      });
    }
  }
});
