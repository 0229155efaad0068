import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createDevServer } from '../../demo/server/create-dev-server.js';
import type { DevServer } from '../../demo/server/create-dev-server.js';
import { judgeHost } from './check-answers.js';
import { addFaults, checkAgainst, optionsOf } from './check-against.js';
import type { Expectation } from './check-against.js';
import { confirmed } from './live-check.js';
import { unconfirmedList } from './unconfirmed-list.js';
import { walkList } from './walk-list.js';

/** Long enough for headers that live for a second. */
const patienceSeconds = 10;
const shortLife = { headerLifeSeconds: 1 };

const expectations: readonly Expectation[] = [
  {
    id: 'header-life',
    result: 'confirmed',
    when: 'it is 2 hours',
    seen: /after 7(199|20\d) s; .* after 7(199|20\d) s/,
  },
  {
    id: 'header-life',
    result: 'refuted',
    when: 'it is a second',
    seen: /ends after [0-2] s/,
    settings: shortLife,
  },
  {
    id: 'header-life',
    result: 'refuted',
    when: 'the signature ends at another time',
    seen: /ends after 7(199|20\d) s/,
    faults: [{ on: 'start', patch: { expiration: new Date(Date.now() + 3_600_000).toISOString() } }],
  },
  { id: 'key-life', result: 'confirmed', when: 'the key answers', seen: /200/, settings: shortLife },
  {
    id: 'key-life',
    result: 'refuted',
    when: 'the key is gone',
    seen: /404 UploadNotFound/,
    settings: shortLife,
    faults: [{ on: 'state', status: 404, code: 'UploadNotFound' }],
  },
  { id: 'key-life', result: 'untested', when: 'that takes too long', seen: /--patience 720\d/ },
  { id: 'expired-code', result: 'confirmed', when: 'as COS does', seen: /AccessDenied/, settings: shortLife },
  {
    id: 'expired-code',
    result: 'refuted',
    when: 'by an unknown code',
    seen: /403 TooLate/,
    settings: shortLife,
    faults: [{ on: 'part', status: 403, code: 'TooLate' }],
  },
  { id: 'traffic-limit', result: 'refuted', when: 'it is passed on as it is', seen: / 819200\.$/ },
  {
    id: 'traffic-limit',
    result: 'confirmed',
    when: 'it is turned into bits',
    seen: / 6553600\.$/,
    faults: [{ on: 'start', patch: { headers: { 'x-cos-traffic-limit': 6_553_600 } } }],
  },
  {
    id: 'traffic-limit',
    result: 'untested',
    when: 'it is forgotten',
    seen: /no limit/,
    faults: [{ on: 'start', patch: { headers: {} } }],
  },
  { id: 'odd-names', result: 'confirmed', when: 'as the SDKs say', seen: /u0007b": 400 IllegalFileName/ },
  {
    id: 'odd-names',
    result: 'refuted',
    when: 'blanks are refused',
    seen: /" a" is refused \(451/,
    settings: { sensitiveWords: [' '] },
  },
  { id: 'media-extension', result: 'untested', when: 'it is a file library', seen: /file library/ },
  {
    id: 'media-extension',
    result: 'confirmed',
    when: 'a media library takes it',
    seen: /201/,
    faults: [{ on: 'directory', skip: 1, status: 400, code: 'DirectoryLevelExceed' }],
  },
  {
    id: 'media-extension',
    result: 'refuted',
    when: 'a media library refuses it',
    seen: /400 ExtnameNotAllowed/,
    settings: { allowedExtensions: [] },
    faults: [{ on: 'directory', skip: 1, status: 400, code: 'DirectoryNotAllowed' }],
  },
  { id: 'status-codes', result: 'confirmed', when: 'as the SDKs say', seen: /UploadComplete 409/ },
  {
    id: 'status-codes',
    result: 'confirmed',
    when: 'they come in the body of a 200',
    seen: /UploadComplete 409/,
    settings: { errorsAsOk: true },
  },
  {
    id: 'status-codes',
    result: 'refuted',
    when: 'one differs',
    seen: /Otherwise: NotMultipartUpload 400 \(404 expected\)/,
    faults: [{ on: 'renew', status: 400, code: 'NotMultipartUpload' }],
  },
  { id: 'conflict-at-confirm', result: 'confirmed', when: 'it survives', seen: /409 .*: 200/ },
  {
    id: 'conflict-at-confirm',
    result: 'refuted',
    when: 'it is gone',
    seen: /: 404 UploadNotFound/,
    faults: [{ on: 'confirm', skip: 2, status: 404, code: 'UploadNotFound' }],
  },
  { id: 'empty-file', result: 'confirmed', when: 'it does', seen: /size "0"/ },
  {
    id: 'empty-file',
    result: 'refuted',
    when: 'it is refused',
    seen: /400 MissingBody/,
    faults: [{ on: 'simple-put', status: 400, code: 'MissingBody' }],
  },
  { id: 'upper-case-hash', result: 'refuted', when: 'they are refused', seen: /400 ParamInvalid/ },
  {
    id: 'upper-case-hash',
    result: 'confirmed',
    when: 'they are known',
    seen: /202/,
    faults: [{ on: 'start', name: 'upper.bin', status: 202 }],
  },
  {
    id: 'upper-case-hash',
    result: 'untested',
    when: 'instant upload is off',
    seen: /off/,
    settings: { instantUpload: false },
  },
  { id: 'sample-hash', result: 'confirmed', when: 'it is ignored', seen: /201; with: 201/ },
  {
    id: 'sample-hash',
    result: 'refuted',
    when: 'it is refused',
    seen: /with: 400 ParamInvalid/,
    faults: [{ on: 'start', name: 'with-sample.bin', status: 400, code: 'ParamInvalid' }],
  },
  { id: 'part-number-range', result: 'untested', when: 'one set serves all parts', seen: /all parts/ },
  {
    id: 'part-number-range',
    result: 'confirmed',
    when: 'it is a text',
    seen: /`\[1,2\]`: 400/,
    settings: { partHeaders: 'string' },
  },
  {
    id: 'part-number-range',
    result: 'refuted',
    when: 'it is a list',
    seen: /`"1-2"`: 400/,
    settings: { partHeaders: 'list' },
  },
  {
    id: 'header-life',
    result: 'confirmed',
    when: 'parts are signed one by one',
    seen: /after (899|90\d) s/,
    settings: { partHeaders: 'list', headerLifeSeconds: 900 },
  },
  { id: 'lost-instant', result: 'confirmed', when: 'it is refused', seen: /409 Same/ },
  {
    id: 'lost-instant',
    result: 'refuted',
    when: 'it is stored again',
    seen: /: 200/,
    faults: [{ on: 'full-start', skip: 1, status: 200 }],
  },
  { id: 'second-202', result: 'confirmed', when: 'there is none', seen: /201/ },
  {
    id: 'second-202',
    result: 'refuted',
    when: 'there is one',
    seen: /202/,
    faults: [{ on: 'full-start', status: 202 }],
  },
  { id: 'international-host', result: 'untested', when: 'it is this machine', seen: /this machine/ },
];

describe('walkList', () => {
  const dir = mkdtempSync(join(tmpdir(), 'smh-live-'));
  let server: DevServer;
  before(async () => {
    server = await createDevServer({ dir });
  });
  after(async () => {
    await server.close();
    rmSync(dir, { recursive: true });
  });

  for (const expectation of expectations) {
    const { id, result, when } = expectation;
    it(`finds ${id} ${result} where ${when}, and removes what it made`, () =>
      checkAgainst(server, expectation, { patienceSeconds }));
  }

  it('knows an international host by its domain', () => {
    assert.equal(judgeHost('https://lib1.api.smh.example.com').result, 'confirmed');
    assert.equal(judgeHost('https://lib1.api.tencentsmh.cn').result, 'untested');
  });

  it('tries nothing with a wrong secret, and does not say it', async () => {
    server.reset();
    const librarySecret = 'wrong-secret-0123456789abcdef';
    const { rows, problem } = await walkList({ ...optionsOf(server), librarySecret }, unconfirmedList);
    assert.match(problem ?? '', /access token was answered with 40\d/);
    assert.deepEqual([...new Set(rows.map(({ finding }) => finding.result))], ['untested']);
    assert.doesNotMatch(JSON.stringify([rows, problem]), /wrong-secret/);
  });

  it('says what it could not remove', async () => {
    server.reset();
    await addFaults(server, [
      { on: 'access-token', skip: 1, times: null, status: 403, code: 'NoPermission' },
    ]);
    const { left } = await walkList(optionsOf(server), []);
    assert.match(left.join('\n'), /^the folder smh-live-check-\w+; delete it by hand\. .*403 NoPermission$/);
  });

  it('takes a failing check for untested, and every secret out of what is said', async () => {
    server.reset();
    const secrets: string[] = [server.librarySecret];
    const base = { id: 'planted', question: '', claim: '' };
    const { rows } = await walkList(optionsOf(server), [
      {
        ...base,
        run: async ({ service }) => {
          const { confirmKey } = await service.open({ name: 'secret.bin', kind: 'multipart', size: 4 });
          secrets.push(service.accessToken, confirmKey);
          return confirmed(`seen ${secrets.join(' and ')}`);
        },
      },
      { ...base, run: () => Promise.reject(new Error(`no luck with ${secrets.join(' and ')}`)) },
    ]);
    assert.deepEqual(
      rows.map(({ finding }) => finding),
      [
        { result: 'confirmed', seen: 'seen … and … and …' },
        { result: 'untested', seen: 'no luck with … and … and …' },
      ],
    );
  });
});

describe('npm run test:live', () => {
  const run = (parameters: readonly string[], variables: Readonly<Record<string, string>> = {}) => {
    const script = join(import.meta.dirname, 'run-live.ts');
    const unset = { SMH_ENDPOINT: '', SMH_LIBRARY_ID: '', SMH_SPACE_ID: '', SMH_LIBRARY_SECRET: '' };
    return spawnSync(process.execPath, ['--import', 'tsx', script, ...parameters], {
      encoding: 'utf8',
      env: { ...process.env, ...unset, ...variables },
    });
  };

  it('says that nothing was tried without the variables, and ends well', () => {
    const { status, stdout } = run([]);
    assert.equal(status, 0);
    assert.match(stdout, /Nothing was tried: SMH_ENDPOINT/);
    assert.match(stdout, new RegExp(`0 confirmed, 0 refuted, ${String(unconfirmedList.length)} untested\n$`));
  });

  it('prints a table of all items alone to where a file can take it', () => {
    const { status, stdout } = run(['--markdown']);
    const lines = stdout.trimEnd().split('\n');
    assert.deepEqual([status, lines.length], [0, unconfirmedList.length + 2]);
    assert.deepEqual(
      lines.filter((line) => line.replaceAll('\\|', '').split('|').length !== 6),
      [],
    );
  });

  for (const [what, parameters, variables] of [
    ['an item that is none', ['--only', 'nonsense'], {}],
    ['no number of seconds', ['--patience', 'long'], {}],
    ['some variables alone', [], { SMH_ENDPOINT: 'https://api.example.com' }],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.equal(run(parameters, variables).status, 2);
    });
  }
});
