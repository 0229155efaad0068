import { expect } from '@esm-bundle/chai';
import { HeaderLives } from '../../src/engine/header-lives.js';
import type { HeaderMap, UploadToken } from '../../src/protocol/types.js';
import { ManualClock } from '../support/manual-clock.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Headers whose signature says that they live for an hour. */
function cosHeaders(): HeaderMap {
  return { authorization: 'q-sign-algorithm=sha1&q-sign-time=1000;4600&q-key-time=1000;4600' };
}

function tokenWith(headers: HeaderMap, expiresAt: number | null = null): UploadToken {
  return {
    origin: 'https://store.example',
    path: '/x',
    uploadId: 'u',
    headers,
    parts: null,
    form: null,
    confirmKey: 'k',
    expiresAt,
  };
}

function livesOf(token: UploadToken, clock: ManualClock): HeaderLives {
  const lives = new HeaderLives(clock);
  lives.note(token);
  return lives;
}

describe('HeaderLives', () => {
  it('counts from the receipt by what the signature says, whatever the clock says', () => {
    for (const jump of [DAY_MS, -DAY_MS]) {
      const clock = new ManualClock();
      clock.jump(jump);
      const headers = cosHeaders();
      const lives = livesOf(tokenWith(headers, clock.now() - jump + 60 * MINUTE_MS), clock);
      expect(lives.stateOf(headers)).to.equal('good');
      clock.advance(54 * MINUTE_MS);
      expect(lives.stateOf(headers)).to.equal('good');
      clock.advance(MINUTE_MS);
      expect(lives.stateOf(headers)).to.equal('due');
      clock.advance(5 * MINUTE_MS);
      expect(lives.stateOf(headers)).to.equal('over');
    }
  });

  it('has headers of a short life due in its last quarter', () => {
    const clock = new ManualClock();
    const headers = { authorization: 'q-sign-time=1000;1008' };
    const lives = livesOf(tokenWith(headers), clock);
    clock.advance(5999);
    expect(lives.stateOf(headers)).to.equal('good');
    clock.advance(1);
    expect(lives.stateOf(headers)).to.equal('due');
  });

  it('believes the clock that went on further, as one may stand still in sleep', () => {
    const clock = new ManualClock();
    const headers = cosHeaders();
    const lives = livesOf(tokenWith(headers), clock);
    clock.jump(2 * DAY_MS);
    expect(lives.stateOf(headers)).to.equal('over');
    clock.jump(-4 * DAY_MS);
    expect(lives.stateOf(headers)).to.equal('good');
    clock.advance(60 * MINUTE_MS);
    expect(lives.stateOf(headers)).to.equal('over');
  });

  it('goes by "expiration" where the signature says nothing, and no longer once that is nonsense', () => {
    const clock = new ManualClock();
    const lives = new HeaderLives(clock);
    const opaque = { authorization: 'opaque' };
    lives.note(tokenWith(opaque, clock.now() + 60 * MINUTE_MS));
    clock.advance(56 * MINUTE_MS);
    expect(lives.stateOf(opaque)).to.equal('due');
    clock.jump(DAY_MS);
    const renewed = { authorization: 'renewed' };
    lives.note(tokenWith(renewed, clock.now() - DAY_MS + 60 * MINUTE_MS));
    expect(lives.stateOf(renewed)).to.equal('good');
    const again = { authorization: 'again' };
    lives.note(tokenWith(again, clock.now() + 1));
    expect(lives.stateOf(again)).to.equal('good');
  });

  it('gives headers by AWS’s scheme 15 minutes, or less where "expiration" says so', () => {
    const clock = new ManualClock();
    const amz = () => ({ 'x-amz-date': '20261122T080000Z', authorization: 'AWS4-HMAC-SHA256 x' });
    const [long, short] = [amz(), amz()];
    const lives = new HeaderLives(clock);
    lives.note(tokenWith(long, clock.now() + 60 * MINUTE_MS));
    lives.note(tokenWith(short, clock.now() + 2 * MINUTE_MS));
    clock.advance(2 * MINUTE_MS);
    expect([lives.stateOf(long), lives.stateOf(short)]).to.deep.equal(['good', 'over']);
    clock.advance(10 * MINUTE_MS);
    expect(lives.stateOf(long)).to.equal('due');
  });

  it('takes those that came no later than refused ones for refused, once', () => {
    const clock = new ManualClock();
    const lives = new HeaderLives(clock);
    const [first, second, third] = [cosHeaders(), cosHeaders(), cosHeaders()];
    for (const headers of [first, second]) lives.note(tokenWith(headers));
    expect([lives.refuse(second), lives.refuse(first)]).to.deep.equal([true, false]);
    lives.note(tokenWith(third));
    expect([first, second, third].map((headers) => lives.stateOf(headers))).to.deep.equal([
      'refused',
      'refused',
      'good',
    ]);
  });

  it('suspects headers close to their end, and those of an unknown life after a quarter of an hour', () => {
    const clock = new ManualClock();
    const lives = new HeaderLives(clock);
    const [known, unknown] = [cosHeaders(), { authorization: 'opaque' }];
    lives.note(tokenWith(known));
    lives.note(tokenWith(unknown));
    clock.advance(14 * MINUTE_MS);
    expect([lives.mayBeOver(known), lives.mayBeOver(unknown)]).to.deep.equal([false, false]);
    clock.advance(MINUTE_MS);
    expect([lives.mayBeOver(known), lives.mayBeOver(unknown)]).to.deep.equal([false, true]);
    clock.advance(40 * MINUTE_MS);
    expect(lives.mayBeOver(known)).to.equal(true);
  });
});
