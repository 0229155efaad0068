import { expect } from '@esm-bundle/chai';
import { createUploader } from '../../src/create-uploader.js';
import type { DiagnosisCheck, DiagnosisReport } from '../../src/diagnose/report.js';
import type { UploaderOptions } from '../../src/engine/options.js';
import {
  addFault,
  changeSettings,
  expire,
  openUploads,
  resetServer,
  served,
  storedFiles,
} from '../support/dev-server.js';
import { devServerInfo } from '../support/dev-server-info.js';
import { WAYS } from '../wire/ways-to-connect.js';

async function diagnose(options: UploaderOptions, probe = true): Promise<DiagnosisReport> {
  const uploader = createUploader(options);
  try {
    return await uploader.diagnose({ probe });
  } finally {
    uploader.destroy();
  }
}

function check(report: DiagnosisReport, id: DiagnosisCheck['id']): DiagnosisCheck {
  const found = report.checks.find((one) => one.id === id);
  if (found === undefined) throw new Error(`The report has no ${id}.`);
  return found;
}

function failedIds({ checks }: DiagnosisReport): readonly string[] {
  return checks.filter(({ status }) => status === 'failed').map(({ id }) => id);
}

/** Nothing of a probe is left. */
async function expectNothingLeft(): Promise<void> {
  expect(await openUploads()).to.deep.equal([]);
  expect(await storedFiles()).to.deep.equal([]);
}

/** A diagnosis gets the rule of the bucket as text. */
function exposedBy(fix: string | undefined): readonly string[] {
  return (JSON.parse(fix ?? '{}') as { readonly ExposeHeaders?: readonly string[] }).ExposeHeaders ?? [];
}

describe('diagnose', () => {
  beforeEach(() => resetServer());
  after(() => resetServer());

  for (const [way, options] of Object.entries(WAYS)) {
    it(`finds nothing wrong by way ${way}, and leaves nothing of its probe`, async () => {
      const report = await diagnose({ ...options(), directory: 'press/2026' });
      const bad = report.checks.filter(({ status }) => status === 'failed' || status === 'warning');
      expect(bad).to.deep.equal([]);
      expect(report.ok).to.equal(true);
      expect(report.page).to.equal(location.origin);
      expect(check(report, 'store').status).to.equal('ok');
      expect(check(report, 'cancel').status).to.equal('ok');
      expect(check(report, 'directory').message).to.contain('not there yet');
      const kinds = (await served()).map(({ kind }) => kind);
      expect(kinds).to.include.members(['start', 'part', 'state', 'renew', 'cancel']);
      expect(kinds).not.to.include('confirm');
      expect(kinds).not.to.include('directory');
      await expectNothingLeft();
    });
  }

  it('gives a frozen report that survives JSON', async () => {
    const report = await diagnose(WAYS.B());
    expect(Object.isFrozen(report)).to.equal(true);
    expect(Object.isFrozen(report.checks)).to.equal(true);
    expect(report.checks.every((one) => Object.isFrozen(one))).to.equal(true);
    expect(JSON.parse(JSON.stringify(report))).to.deep.equal(report);
  });

  it('asks the service for nothing without a probe', async () => {
    const report = await diagnose(WAYS.B(), false);
    expect(failedIds(report)).to.deep.equal([]);
    expect(check(report, 'endpoint').status).to.equal('ok');
    expect(check(report, 'worker').status).to.equal('ok');
    expect(check(report, 'webassembly').status).to.equal('ok');
    expect(report.checks.map(({ id }) => id)).not.to.include('start');
    const kinds = (await served()).map(({ kind }) => kind);
    expect(kinds).not.to.include('start');
    expect(kinds).not.to.include('access-token');
  });

  it('names the options that say where to, where none is set', async () => {
    const report = await diagnose({ libraryId: 'smh1' });
    expect(failedIds(report)).to.deep.equal(['options']);
    expect(check(report, 'options').message).to.contain('endpoint not set');
    expect(check(report, 'start').status).to.equal('skipped');
  });

  it('names a malformed limit that was set later', async () => {
    const uploader = createUploader(WAYS.B());
    uploader.setOptions({ maxFileSize: 'enormous' });
    const report = await uploader.diagnose();
    uploader.destroy();
    expect(check(report, 'options').status).to.equal('failed');
    expect(check(report, 'options').fix).to.contain('maxFileSize');
  });

  it('names a host where nothing answers', async () => {
    const report = await diagnose({ ...WAYS.B(), endpoint: 'https://nothing.invalid' });
    expect(failedIds(report)).to.include('endpoint');
    expect(check(report, 'endpoint').message).to.contain('https://nothing.invalid');
    expect(check(report, 'start').status).to.equal('failed');
  });

  it('gives the CORS rule that a bucket lacks, for this page', async () => {
    await changeSettings({ objectCors: false });
    const report = await diagnose(WAYS.B());
    expect(failedIds(report)).to.deep.equal(['store']);
    const { fix, message } = check(report, 'store');
    expect(message).to.contain(devServerInfo().objectOrigin).and.to.contain('cors-blocked');
    const rule = JSON.parse(fix ?? '') as Record<string, unknown>;
    expect(rule['AllowedOrigins']).to.deep.equal([location.origin]);
    expect(rule['AllowedMethods']).to.include.members(['PUT', 'POST']);
    expect(rule['AllowedHeaders']).to.deep.equal(['*']);
    expect(exposedBy(fix)).to.include('x-cos-hash-crc64ecma');
    await expectNothingLeft();
  });

  it('does not blame the CORS rule alone for a refusal without CORS headers', async () => {
    await addFault({ on: 'part', status: 403, code: 'AccessDenied', corsHeaders: false });
    const report = await diagnose(WAYS.B());
    expect(failedIds(report)).to.deep.equal(['store']);
    expect(check(report, 'store').message).to.contain('without CORS headers');
    // Firefox does not tell that the preflight went well.
    const isTold = !navigator.userAgent.includes('Firefox');
    expect(check(report, 'store').fix).to.contain(isTold ? 'headers of the answer' : 'AllowedOrigins');
    await expectNothingLeft();
  });

  it('does not blame the CORS headers of a service that was heard before', async () => {
    await addFault({ on: 'state', reset: 'before', times: null });
    const report = await diagnose(WAYS.B());
    expect(failedIds(report)).to.deep.equal(['state']);
    expect(check(report, 'state').message).to.contain('the connection broke');
    await expectNothingLeft();
  });

  it('tells an endpoint without CORS headers from one that is down', async () => {
    await changeSettings({ objectCors: false });
    // The object store is a server that answers, and does so without CORS headers.
    const report = await diagnose({ ...WAYS.B(), endpoint: devServerInfo().objectOrigin });
    expect(failedIds(report)).to.deep.equal(['start']);
    expect(check(report, 'start').message).to.contain('cors-blocked');
    expect(check(report, 'start').fix).to.equal(`Access-Control-Allow-Origin: ${location.origin}`);
  });

  it('names the headers that a bucket hides, and is right: exposed, it is well', async () => {
    await changeSettings({ exposeHeaders: '' });
    const report = await diagnose(WAYS.B());
    expect(report.ok).to.equal(true);
    const { fix, message, status } = check(report, 'exposed-headers');
    expect(status).to.equal('warning');
    expect(message).to.contain('ETag, x-cos-hash-crc64ecma, x-cos-request-id, Date');
    await changeSettings({ exposeHeaders: exposedBy(fix).join(', ') });
    expect(check(await diagnose(WAYS.B()), 'exposed-headers').status).to.equal('ok');
  });

  it('tells a full space, and that nothing is to be canceled', async () => {
    await changeSettings({ quota: 0 });
    const report = await diagnose(WAYS.B());
    expect(failedIds(report)).to.include('quota');
    expect(check(report, 'quota').message).to.contain('QuotaLimitReached');
    expect(check(report, 'store').status).to.equal('skipped');
    await expectNothingLeft();
  });

  it('tells an access token that has expired', async () => {
    const host = devServerInfo().hostOrigin;
    const given = (await (await fetch(`${host}/api/smh-token`)).json()) as { readonly accessToken: string };
    await expire({ accessTokens: true });
    const { endpoint, libraryId, spaceId } = WAYS.B();
    const report = await diagnose({ endpoint, libraryId, spaceId, accessToken: given.accessToken });
    expect(failedIds(report)).to.include('access-token');
    expect(check(report, 'access-token').message).to.contain('token-invalid');
    expect(JSON.stringify(report)).not.to.contain(given.accessToken);
  });

  it('tells a token without the right to upload', async () => {
    await addFault({ on: 'start', status: 403, code: 'NoPermission' });
    const report = await diagnose(WAYS.B());
    expect(failedIds(report)).to.deep.equal(['start', 'permission']);
    expect(check(report, 'permission').message).to.contain('NoPermission');
    expect(check(report, 'permission').fix).to.contain('upload_file');
  });

  for (const hours of [24, -24]) {
    it(`tells that the clocks are ${hours} h apart, also where no Date can be read`, async () => {
      await changeSettings({ clockOffsetMs: hours * 3_600_000 });
      const side = hours > 0 ? 'behind' : 'ahead of';
      const seen = check(await diagnose(WAYS.B()), 'clock');
      expect(seen.status).to.equal('warning');
      expect(seen.message).to.contain(side);
      await changeSettings({ exposeHeaders: '' });
      const hidden = check(await diagnose(WAYS.B()), 'clock');
      expect(hidden.status).to.equal('warning');
      expect(hidden.message).to.contain(side);
    });
  }

  it('asks deployments that sign part by part as they want it', async () => {
    for (const partHeaders of ['string', 'list'] as const) {
      await changeSettings({ partHeaders });
      const report = await diagnose({ ...WAYS.B(), partNumberRange: partHeaders });
      expect(failedIds(report)).to.deep.equal([]);
      expect(check(report, 'store').status).to.equal('ok');
      await expectNothingLeft();
    }
  });

  it('gives the upload back when a step after the start fails', async () => {
    await addFault({ on: 'part', status: 403, code: 'SignatureDoesNotMatch' });
    await addFault({ on: 'state', status: 500 });
    await addFault({ on: 'renew', malformed: true });
    const report = await diagnose(WAYS.B());
    expect(failedIds(report)).to.deep.equal(['store', 'state', 'renewal']);
    expect(check(report, 'store').message).to.contain('SignatureDoesNotMatch');
    expect(check(report, 'cancel').status).to.equal('ok');
    await expectNothingLeft();
  });

  it('cancels again where that failed once', async () => {
    await addFault({ on: 'cancel', status: 503 });
    const report = await diagnose(WAYS.B());
    expect(check(report, 'cancel').status).to.equal('ok');
    await expectNothingLeft();
  });

  it('gives back an upload whose answer makes no sense', async () => {
    await addFault({ on: 'start', patch: { domain: 'ftp://nowhere.example' } });
    const report = await diagnose(WAYS.B());
    expect(check(report, 'start').message).to.contain('domain');
    await expectNothingLeft();
  });

  it('gives back an upload whose answer came after the report', async () => {
    await addFault({ on: 'start', delayMs: 2500 });
    const report = await diagnose({ ...WAYS.B(), callbackTimeout: 2000 });
    expect(check(report, 'start').message).to.contain('timeout');
    // Logged as it arrives, and obeyed a moment later.
    while (!(await served()).some(({ kind }) => kind === 'cancel')) continue;
    while ((await openUploads()).length > 0) continue;
    await expectNothingLeft();
  });

  it('starts nothing that it could not cancel', async () => {
    const { backend } = WAYS.C();
    const report = await diagnose({ backend: { ...backend, cancelUpload: undefined } as never });
    expect(check(report, 'start').status).to.equal('skipped');
    expect(check(report, 'start').fix).to.equal('backend.cancelUpload');
    expect((await served()).filter(({ kind }) => kind === 'start')).to.deep.equal([]);
  });

  it('ends on abort, once what was open is canceled', async () => {
    const attempt = new AbortController();
    const stop = new Error('enough');
    const { backend } = WAYS.C();
    const uploader = createUploader({
      backend: {
        ...backend,
        getUploadToken: async (request, wait) => {
          const answer: unknown = await backend?.getUploadToken?.(request, wait);
          attempt.abort(stop);
          return answer;
        },
      },
    });
    const diagnosis = uploader.diagnose({ probe: true, signal: attempt.signal });
    const thrown: unknown = await diagnosis.catch((reason: unknown) => reason);
    uploader.destroy();
    expect(thrown).to.equal(stop);
    await expectNothingLeft();
    expect((await served()).map(({ kind }) => kind))
      .to.include('start')
      .and.to.include('cancel');
  });

  it('looks on where uploads are held back because the host failed them all', async () => {
    await addFault({ on: 'start', status: 503, times: null });
    const uploader = createUploader({ ...WAYS.B(), multiple: true });
    const held = (): Promise<void> =>
      new Promise((resolve) => {
        uploader.addEventListener('smh-upload-state-change', () => {
          if (uploader.tasks.every(({ status }) => status === 'waiting')) resolve();
        });
      });
    const startsServed = async (): Promise<number> =>
      (await served()).filter(({ kind }) => kind === 'start').length;
    // As many as a host may fail in a row.
    const failing = held();
    await uploader.addFiles(['a', 'b', 'c', 'd', 'e'].map((name) => new File([name], `${name}.txt`)));
    await failing;
    const holding = held();
    await uploader.addFiles(new File(['f'], 'f.txt'));
    await holding;
    uploader.pause();
    const before = await startsServed();
    const report = await uploader.diagnose({ probe: true });
    uploader.destroy();
    expect(check(report, 'start').message).to.contain('503');
    expect(await startsServed()).to.equal(before + 1);
  });
});
