import { expect } from '@esm-bundle/chai';
import { systemClock } from '../../src/platform/clock.js';
import { createHostProbe } from '../../src/transport/host-probe.js';
import { changeSettings, resetServer } from '../support/dev-server.js';
import { devServerInfo } from '../support/dev-server-info.js';
import { ManualClock } from '../support/manual-clock.js';

class FakePage extends EventTarget {
  readonly location = { origin: 'https://page.example' };

  violate(details: Partial<SecurityPolicyViolationEventInit>): void {
    const event = new Event('securitypolicyviolation');
    this.dispatchEvent(Object.assign(event, { disposition: 'enforce', ...details }));
  }
}

describe('createHostProbe', () => {
  afterEach(() => resetServer());

  it('reaches a store that is there, with and without CORS, and whatever it answers', async () => {
    const probe = createHostProbe({ clock: systemClock });
    const { objectOrigin } = devServerInfo();
    expect(await probe.isReachable(objectOrigin)).to.equal(true);
    await changeSettings({ objectCors: false });
    expect(await probe.isReachable(objectOrigin)).to.equal(true);
  });

  it('does not reach a port that nothing listens at', async () => {
    const probe = createHostProbe({ clock: systemClock });
    expect(await probe.isReachable('http://127.0.0.1:59911')).to.equal(false);
  });

  it('asks with nothing that is the page’s, and gives a silent host up', async () => {
    const clock = new ManualClock();
    const asked: (RequestInit | undefined)[] = [];
    const probe = createHostProbe({
      clock,
      fetch: (_, init) => {
        asked.push(init);
        return new Promise((_resolve, reject) => {
          init?.signal?.addEventListener('abort', () => reject(new DOMException('', 'AbortError')));
        });
      },
    });
    const reached = probe.isReachable('https://store.example');
    await clock.advanceAsync(5000);
    expect(await reached).to.equal(false);
    expect({ ...asked[0], signal: null }).to.deep.equal({
      method: 'HEAD',
      mode: 'no-cors',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      signal: null,
    });
  });

  it('knows the page’s own origin', () => {
    const probe = createHostProbe({ clock: systemClock, page: new FakePage() });
    expect(
      ['https://page.example', 'https://store.example'].map((origin) => probe.isOwnOrigin(origin)),
    ).to.deep.equal([true, false]);
  });

  for (const [what, details, expected] of [
    ['connect-src', { effectiveDirective: 'connect-src', blockedURI: 'https://store.example/a/b' }, true],
    [
      'connect-src, by origin',
      { effectiveDirective: 'connect-src', blockedURI: 'https://store.example' },
      true,
    ],
    ['img-src', { effectiveDirective: 'img-src', blockedURI: 'https://store.example/a.png' }, false],
    ['another host', { effectiveDirective: 'connect-src', blockedURI: 'https://store.example.org/' }, false],
    ['another port', { effectiveDirective: 'connect-src', blockedURI: 'https://store.example:8443/' }, false],
    ['a keyword', { effectiveDirective: 'connect-src', blockedURI: 'inline' }, false],
    [
      'a policy that only reports',
      { effectiveDirective: 'connect-src', blockedURI: 'https://store.example/', disposition: 'report' },
      false,
    ],
  ] as const) {
    it(`hears of ${what}: ${expected ? 'forbidden' : 'not forbidden'}`, async () => {
      const page = new FakePage();
      const clock = new ManualClock();
      const probe = createHostProbe({ clock, page });
      probe.watch();
      probe.watch();
      const verdict = probe.isForbidden('https://store.example');
      // The event may come after the failure.
      page.violate(details);
      await clock.advanceAsync(1000);
      expect(await verdict).to.equal(expected);
      expect(clock.pendingTimers).to.equal(0);
    });
  }
});
