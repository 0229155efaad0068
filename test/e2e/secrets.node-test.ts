import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { requestedBrowsers } from '../run/browser-names.js';
import { findLeaks } from '../support/secret-search.js';
import { MIB, writeNoise } from './support/make-files.js';
import { callAsText } from './support/page-driver.js';
import { UploadPage } from './support/upload-page.js';
import { watchChannels } from './support/watch-channels.js';

/** What the page is allowed to send where: an access token to the service, signed headers to the store. */
const IN_ITS_PLACE: Readonly<Record<string, RegExp>> = {
  'request to api': /^accessToken/,
  'request to store': /^(authorization|x-cos-security-token|policy|q-signature)/i,
};

/** Slow enough to look around in mid-upload, bytes a second. */
const SLOWLY = MIB;

const LEAKING_CHANNELS = [
  'console',
  'uncaught error',
  'event',
  'light DOM',
  'shadow DOM',
  'IndexedDB',
  'other storage',
  'address',
  'message to a worker',
  'message to another tab',
  'request to api',
  'request to host',
  'request elsewhere',
];

for (const browser of requestedBrowsers()) {
  describe(`secrets in ${browser}`, () => {
    let page: UploadPage;
    before(async () => {
      page = await UploadPage.start(browser);
    });
    after(() => page.close());

    async function open(way: 'A' | 'B' | 'C'): Promise<void> {
      const { apiOrigin, hostOrigin, objectOrigin } = page.server;
      const origins = { api: apiOrigin, host: hostOrigin ?? '', store: objectOrigin };
      await page.open({
        way,
        attributes: 'multiple part-size="1 MiB" conflict-strategy="ask" resume-scope="somebody"',
        html: `<script>${callAsText(watchChannels, [origins])}</script>`,
      });
    }

    async function leaks() {
      const { heard, secrets } = await page.driver.evaluate(() => ({
        heard: window.heard,
        secrets: window.secrets,
      }));
      const all = findLeaks(heard, secrets);
      const isInItsPlace = ({ channel, secret }: (typeof all)[number]): boolean =>
        IN_ITS_PLACE[channel]?.test(secret) === true;
      return {
        known: Object.keys(secrets).map((name) => name.split(' ')[0]),
        channels: Object.keys(heard),
        wrong: all.filter((leak) => !isInItsPlace(leak)),
        right: all.filter(isInItsPlace).map(({ channel }) => channel),
      };
    }

    for (const way of ['A', 'B', 'C'] as const) {
      it(`stay where they belong while all sorts of things go wrong (way ${way})`, async () => {
        await open(way);
        const { server, folder } = page;
        await server.addFile(['taken.bin'], [new Uint8Array(3)]);
        const names = { 'large.bin': 8 * MIB, 'lost.bin': 1000, 'refused.bin': 1000, 'taken.bin': 1000 };
        const paths = await Promise.all(
          Object.entries(names).map(([name, bytes]) =>
            writeNoise(join(folder, name), bytes, `${way}${name}`),
          ),
        );
        const expired = { status: 403, code: 'AccessDenied', message: 'Request has expired' } as const;
        server.faults.add({ on: 'part', name: 'large.bin', partNumber: 2, ...expired });
        server.faults.add({ on: 'part', name: 'large.bin', partNumber: 4, status: 503, code: 'SlowDown' });
        server.faults.add({ on: 'confirm', name: 'lost.bin', reset: 'after-commit' });
        server.faults.add({ on: 'start', name: 'refused.bin', status: 400, code: 'ExtnameNotAllowed' });
        server.faults.add({ on: 'start', name: 'large.bin', status: 403, code: 'InvalidAccessToken' });
        server.settings.bandwidth = SLOWLY;
        await page.driver.evaluate(() => {
          window.uploader.addEventListener('smh-upload-conflict', ({ detail }) => {
            // The way out that a person would choose; the page hears of the other file meanwhile.
            setTimeout(() => detail.resolve('overwrite'), 100);
          });
        });
        await page.choose(paths);
        await page.until(
          () =>
            window.uploader.tasks.some(
              ({ status, bytesSent }) => status === 'uploading' && bytesSent > 2_000_000,
            ),
          'it is in mid-upload',
        );
        await page.driver.evaluate(() => window.lookAround());
        server.settings.bandwidth = null;
        const notes = await page.settle();
        await page.driver.evaluate(() => window.lookAround());
        assert.deepEqual(
          notes.failed.map(({ name }) => name),
          ['refused.bin'],
        );
        assert.equal(notes.succeeded.length, 3);

        const { known, channels, wrong, right } = await leaks();
        const expected = ['Authorization', 'q-signature', ...(way === 'B' ? ['accessToken', 'cosUrl'] : [])];
        for (const name of expected) assert.ok(known.includes(name), `${name} among ${known.join(', ')}`);
        for (const channel of ['event', 'shadow DOM', 'IndexedDB', 'message to a worker', 'property'])
          assert.ok(channels.includes(channel), `${channel} among ${channels.join(', ')}`);
        assert.ok(right.includes('request to store'));
        assert.equal(right.includes('request to api'), way === 'B');
        assert.deepEqual(wrong, []);
      });
    }

    it('are found in each channel where one is planted', async () => {
      await open('B');
      const { hostOrigin, apiOrigin } = page.server;
      await page.driver.evaluate(
        async (host, api) => {
          const secret = 'q-sign-algorithm=sha1&q-ak=AKIDplanted/+"x&q-signature=0123456789abcdef';
          Object.assign(window.secrets, { 'authorization planted': secret });
          console.debug({ deep: [new Map([['a', new Error(btoa(`x${secret}`))]])] });
          void Promise.reject(new Error('late', { cause: secret }));
          window.uploader.dispatchEvent(
            new CustomEvent('smh-planted', {
              detail: { error: new Error('x', { cause: { url: encodeURI(secret) } }) },
            }),
          );
          document.body.dataset['x'] = JSON.stringify({ secret });
          window.uploader.shadowRoot?.append(Object.assign(document.createElement('i'), { title: secret }));
          const opening = indexedDB.open('planted');
          await new Promise<void>((resolve) => {
            opening.onupgradeneeded = () => opening.result.createObjectStore('store').put({ a: [secret] }, 1);
            opening.onsuccess = () => resolve();
          });
          opening.result.close();
          localStorage.setItem('planted', encodeURIComponent(secret));
          history.replaceState(null, '', `#${encodeURIComponent(secret)}`);
          const worker = new Worker(URL.createObjectURL(new Blob([''])));
          worker.postMessage({ bytes: new TextEncoder().encode(secret) });
          worker.terminate();
          const channel = new BroadcastChannel('planted');
          channel.postMessage([secret]);
          channel.close();
          const nowhere = (): void => undefined;
          await fetch(`${api}/api/v1/x?a=${encodeURIComponent(secret)}`).catch(nowhere);
          await fetch(`${host}/api/x`, { method: 'POST', body: JSON.stringify({ secret }) }).catch(nowhere);
          await fetch(`/x?a=${encodeURIComponent(secret)}`).catch(nowhere);
          await new Promise((resolve) => setTimeout(resolve));
          await window.lookAround();
          localStorage.clear();
          indexedDB.deleteDatabase('planted');
        },
        hostOrigin ?? '',
        apiOrigin,
      );
      const { wrong } = await leaks();
      const found = wrong.flatMap(({ channel, secret }) =>
        secret.startsWith('authorization planted') ? [channel] : [],
      );
      assert.deepEqual(found.sort(), [...LEAKING_CHANNELS].sort());
    });
  });
}
