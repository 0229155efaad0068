import { expect } from '@esm-bundle/chai';
import { type AccessTokenOptions, createAccessTokenSource } from '../../src/backend/access-token.js';
import type { AccessTokenReason, RequestReport } from '../../src/engine/options.js';
import { isAbort, UploadError } from '../../src/errors.js';
import { ManualClock } from '../support/manual-clock.js';
import { rejectionOf } from '../support/thrown-by.js';

type Asked = { readonly reason: AccessTokenReason; readonly signal: AbortSignal };

let clock: ManualClock;
let asked: Asked[];
const { signal } = new AbortController();

beforeEach(() => {
  clock = new ManualClock();
  asked = [];
});

/** A source whose page answers with each of `answers` in turn; a function is called, an error thrown. */
function source(answers: readonly unknown[], more: AccessTokenOptions = {}) {
  let turn = 0;
  return createAccessTokenSource({
    clock,
    getAccessToken: (request) => {
      asked.push(request);
      const answer = answers[turn++];
      if (answer instanceof Error) throw answer;
      return (typeof answer === 'function' ? answer() : answer) as string;
    },
    ...more,
  });
}

const reasons = (): AccessTokenReason[] => asked.map(({ reason }) => reason);

describe('createAccessTokenSource', () => {
  it('has no token where none is configured', async () => {
    const tokens = createAccessTokenSource({ clock });
    expect(await tokens.get({ signal })).to.equal(null);
    expect(await createAccessTokenSource({ clock, accessToken: ' ' }).get({ signal })).to.equal(null);
  });

  it('gives the fixed token, as it is at each call', async () => {
    const options = { clock, accessToken: 'a' };
    const tokens = createAccessTokenSource(options);
    expect(await tokens.get({ signal })).to.equal('a');
    expect(await tokens.replace('a', { signal })).to.equal(null);
    options.accessToken = 'b';
    expect(await tokens.get({ signal })).to.equal('b');
    expect(await tokens.replace('a', { signal })).to.equal('b');
  });

  it('prefers getAccessToken to the fixed token', async () => {
    expect(await source(['mine'], { accessToken: 'fixed' }).get({ signal })).to.equal('mine');
  });

  it('asks once for all that wait, and keeps the answer', async () => {
    const tokens = source([Promise.resolve('a')]);
    const all = await Promise.all([1, 2, 3].map(() => tokens.get({ signal })));
    expect([...all, await tokens.get({ signal })]).to.deep.equal(['a', 'a', 'a', 'a']);
    expect(reasons()).to.deep.equal(['first']);
  });

  it('keeps a token of unknown life', async () => {
    const tokens = source(['a', 'b']);
    await tokens.get({ signal });
    clock.advance(365 * 86_400_000);
    expect(await tokens.get({ signal })).to.equal('a');
  });

  it('renews a minute ahead of the end', async () => {
    const tokens = source([
      { accessToken: 'a', expiresIn: 600 },
      { accessToken: 'b', expiresIn: '600' },
    ]);
    await tokens.get({ signal });
    clock.advance(539_000);
    expect(await tokens.get({ signal })).to.equal('a');
    clock.advance(1_000);
    expect(await tokens.get({ signal })).to.equal('b');
    expect(reasons()).to.deep.equal(['first', 'expiring']);
  });

  it('renews a short-lived token in the last quarter of its life', async () => {
    const tokens = source([
      { accessToken: 'a', expiresIn: 40 },
      { accessToken: 'b', expiresIn: 40 },
    ]);
    await tokens.get({ signal });
    clock.advance(29_000);
    expect(await tokens.get({ signal })).to.equal('a');
    clock.advance(1_000);
    expect(await tokens.get({ signal })).to.equal('b');
  });

  it('counts the larger elapsed time, as one clock may stand still in sleep', async () => {
    const tokens = source([
      { accessToken: 'a', expiresIn: 600 },
      { accessToken: 'b', expiresIn: 600 },
      { accessToken: 'c', expiresIn: 600 },
    ]);
    await tokens.get({ signal });
    clock.jump(3_600_000);
    expect(await tokens.get({ signal })).to.equal('b');
    clock.jump(-7_200_000);
    clock.advance(600_000);
    expect(await tokens.get({ signal })).to.equal('c');
  });

  it('goes on with the old token while it lives when the page can not renew it', async () => {
    const tokens = source([{ accessToken: 'a', expiresIn: 600 }, new Error('down'), new Error('down')]);
    await tokens.get({ signal });
    clock.advance(550_000);
    expect(await tokens.get({ signal })).to.equal('a');
    clock.advance(60_000);
    expect((await rejectionOf(tokens.get({ signal }))).code).to.equal('backend-failed');
  });

  it('asks once more for all whose token was refused', async () => {
    const tokens = source(['a', Promise.resolve('b')]);
    await tokens.get({ signal });
    const all = await Promise.all([1, 2].map(() => tokens.replace('a', { signal })));
    expect([...all, await tokens.replace('a', { signal })]).to.deep.equal(['b', 'b', 'b']);
    expect(reasons()).to.deep.equal(['first', 'refused']);
  });

  it('asks anew, as refused, after a token was forgotten', async () => {
    const tokens = source(['a', 'b']);
    await tokens.get({ signal });
    tokens.forget('other');
    expect(await tokens.get({ signal })).to.equal('a');
    tokens.forget('a');
    expect(await tokens.get({ signal })).to.equal('b');
    expect(reasons()).to.deep.equal(['first', 'refused']);
  });

  it('asks again after a failure', async () => {
    const tokens = source([new Error('x'), 'a']);
    await rejectionOf(tokens.get({ signal }));
    expect(await tokens.get({ signal })).to.equal('a');
  });

  for (const [answer, field] of [
    [undefined, 'accessToken'],
    [null, 'accessToken'],
    ['', 'accessToken'],
    [' ', 'accessToken'],
    [5, 'accessToken'],
    [[], 'accessToken'],
    [{}, 'accessToken'],
    [{ accessToken: 5 }, 'accessToken'],
    [{ accessToken: '' }, 'accessToken'],
    [{ accessToken: 'x'.repeat(8193) }, 'accessToken'],
    [{ accessToken: 'sesame\ud800' }, 'accessToken'],
    ['sesame\udc00', 'accessToken'],
    [{ accessToken: 'sesame', expiresIn: 'soon' }, 'expiresIn'],
    [{ accessToken: 'sesame', expiresIn: 0 }, 'expiresIn'],
    [{ accessToken: 'sesame', expiresIn: Number.NaN }, 'expiresIn'],
    [{ accessToken: 'sesame', expiresIn: {} }, 'expiresIn'],
  ] as const) {
    it(`refuses ${JSON.stringify(answer)?.slice(0, 50)}, naming ${field}`, async () => {
      const error = await rejectionOf(source([answer]).get({ signal }));
      expect(error.code).to.equal('invalid-answer');
      expect(error.message).to.contain(field).and.not.to.contain('sesame');
    });
  }

  it('refuses an answer that throws when it is looked at', async () => {
    const answer = {
      get accessToken(): string {
        throw new TypeError('a getter that throws');
      },
    };
    expect((await rejectionOf(source([answer]).get({ signal }))).code).to.equal('invalid-answer');
  });

  for (const [what, options] of [
    ['getAccessToken is 5', { getAccessToken: 5 }],
    ['getAccessToken is an object', { getAccessToken: {} }],
    ['accessToken is 5', { accessToken: 5 }],
    ['accessToken has half a pair', { accessToken: 'a\ud800' }],
  ] as const) {
    it(`is invalid-option, and not tried again, where ${what}`, async () => {
      const tokens = createAccessTokenSource({ clock, ...(options as object) });
      for (const asking of [tokens.get({ signal }), tokens.replace('old', { signal })]) {
        const error = await rejectionOf(asking);
        expect([error.code, error.retryable]).to.deep.equal(['invalid-option', false]);
        expect(error.message).to.contain(Object.keys(options)[0]);
      }
    });
  }

  it('takes null for not set', async () => {
    const options = { clock, getAccessToken: null, accessToken: 'fixed' } as unknown as AccessTokenOptions;
    expect(await createAccessTokenSource(options).get({ signal })).to.equal('fixed');
  });

  for (const [what, thrown, code, retryable] of [
    ['a TypeError', new TypeError('Failed to fetch'), 'network', true],
    ['an UploadError', new UploadError('access-denied', 'no'), 'access-denied', false],
    ['anything else', new RangeError('x'), 'backend-failed', false],
  ] as const) {
    it(`takes ${what} for ${code}, thrown at once or later`, async () => {
      for (const answer of [thrown, () => Promise.reject(thrown)]) {
        const error = await rejectionOf(source([answer]).get({ signal }));
        expect([error.code, error.retryable]).to.deep.equal([code, retryable]);
      }
    });
  }

  it('takes the Response that carries the token', async () => {
    const tokens = source([Response.json({ accessToken: 'a', expiresIn: 600 })]);
    expect(await tokens.get({ signal })).to.equal('a');
  });

  it('tells by the status of a Response, or a code of the service, whether to ask again', async () => {
    const busy = { code: 'ServerOverloaded', message: 'busy' };
    const after = { status: 429, headers: { 'Retry-After': '2' } };
    const tokens = source([new Response('', { status: 503 }), busy, new Response('', after)]);
    const errors = [];
    for (let turn = 0; turn < 3; turn++) errors.push(await rejectionOf(tokens.get({ signal })));
    expect(
      errors.map(
        (error) => error instanceof UploadError && [error.code, error.retryable, error.retryAfterMs],
      ),
    ).to.deep.equal([
      ['server-busy', true, undefined],
      ['server-busy', true, undefined],
      ['rate-limited', true, 2000],
    ]);
  });

  it('gives up and aborts the page after the time-out', async () => {
    const rejection = rejectionOf(
      source([new Promise(() => undefined)], { callbackTimeout: 5_000 }).get({ signal }),
    );
    await clock.advanceAsync(5_000);
    const error = await rejection;
    expect([error.code, error.retryable]).to.deep.equal(['timeout', true]);
    expect(asked[0]?.signal.aborted).to.equal(true);
    expect(clock.pendingTimers).to.equal(0);
  });

  it('goes on for the others when one that waits gives up, and aborts with the last', async () => {
    const [first, second] = [new AbortController(), new AbortController()];
    const tokens = source([new Promise(() => undefined)]);
    const waits = [first, second].map((controller) =>
      tokens.get(controller).catch((thrown: unknown) => thrown),
    );
    first.abort();
    expect(isAbort(await waits[0])).to.equal(true);
    expect(asked[0]?.signal.aborted).to.equal(false);
    second.abort();
    expect(isAbort(await waits[1])).to.equal(true);
    expect(asked[0]?.signal.aborted).to.equal(true);
    await clock.settle();
    expect(clock.pendingTimers).to.equal(0);
  });

  it('asks nobody for a call that is aborted already', async () => {
    const thrown: unknown = await source(['a'])
      .get({ signal: AbortSignal.abort() })
      .catch((error: unknown) => error);
    expect(isAbort(thrown)).to.equal(true);
    expect(asked).to.have.length(0);
  });

  it('reports without the token, and survives a report that throws', async () => {
    const reports: RequestReport[] = [];
    const { error } = console;
    console.error = () => undefined;
    const tokens = source(['sesame'], {
      onRequest(report) {
        reports.push(report);
        throw new Error('x');
      },
    });
    try {
      expect(await tokens.get({ signal })).to.equal('sesame');
    } finally {
      console.error = error;
    }
    expect(reports).to.deep.equal([
      {
        kind: 'access-token',
        host: '',
        status: 200,
        code: null,
        requestId: null,
        ms: 0,
        bytes: 0,
        attempt: 1,
      },
    ]);
  });
});
