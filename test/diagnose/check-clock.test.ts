import { expect } from '@esm-bundle/chai';
import { checkClock } from '../../src/diagnose/check-clock.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOW = 1_795_330_000_000;

describe('checkClock', () => {
  it('is content within five minutes of an answer’s Date', () => {
    expect(checkClock(NOW + 4 * MINUTE_MS, null, NOW).status).to.equal('ok');
    expect(checkClock(NOW - 4 * MINUTE_MS, null, NOW).status).to.equal('ok');
  });

  it('tells by how much the clock is off, and to which side', () => {
    expect(checkClock(NOW + 7 * MINUTE_MS, null, NOW).message).to.contain('7 min behind');
    expect(checkClock(NOW - 90 * MINUTE_MS, null, NOW).message).to.contain('90 min ahead of');
  });

  it('believes the Date rather than the end of the headers’ life', () => {
    expect(checkClock(NOW, NOW - HOUR_MS, NOW).status).to.equal('ok');
  });

  it('takes headers that end before they begin, or live for days, as a clock that is off', () => {
    expect(checkClock(null, NOW + 2 * HOUR_MS, NOW).status).to.equal('ok');
    expect(checkClock(null, NOW - HOUR_MS, NOW).message).to.contain('60 min ahead of');
    expect(checkClock(null, NOW + 26 * HOUR_MS, NOW).message).to.contain('120 min behind');
  });

  it('is silent where nothing tells the time', () => {
    expect(checkClock(null, null, NOW).status).to.equal('skipped');
  });
});
