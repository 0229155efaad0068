import { expect } from '@esm-bundle/chai';
import { BackendConnections } from '../src/backend-connections.js';
import type { UploaderOptions } from '../src/engine/options.js';

const { signal } = new AbortController();

/** Addresses asked by `fetch`, which answers nothing. */
function listen(): { readonly asked: string[]; restore(): void } {
  const asked: string[] = [];
  const original = window.fetch;
  window.fetch = (input) => {
    asked.push(input instanceof Request ? input.url : input instanceof URL ? input.href : input);
    return Promise.reject(new TypeError('no network in this test'));
  };
  return {
    asked,
    restore() {
      window.fetch = original;
    },
  };
}

describe('BackendConnections', () => {
  let options: UploaderOptions;
  const connections = new BackendConnections(() => options, { guardBackend: (port) => port });
  const ask = (port: ReturnType<typeof connections.portFor>) =>
    port.cancelUpload({ confirmKey: 'key' }, { signal }).catch(() => undefined);

  it('sends the token of a new endpoint never to the old one', async () => {
    const { asked, restore } = listen();
    options = { endpoint: 'https://a.example', libraryId: 'lib', accessToken: 'token-of-a' };
    const portOfA = connections.portFor(options);
    await ask(portOfA);
    options = { endpoint: 'https://b.example', libraryId: 'lib', accessToken: 'token-of-b' };
    const portOfB = connections.portFor(options);
    await ask(portOfA);
    await ask(portOfB);
    restore();
    expect(
      asked.map((url) => [new URL(url).host, new URL(url).searchParams.get('access_token')]),
    ).to.deep.equal([
      ['a.example', 'token-of-a'],
      ['a.example', 'token-of-a'],
      ['b.example', 'token-of-b'],
    ]);
  });

  it('gives tasks of one place one client', () => {
    options = { endpoint: 'https://a.example', libraryId: 'lib' };
    expect(connections.portFor(options)).to.equal(connections.portFor({ ...options }));
    expect(connections.portFor(options)).not.to.equal(connections.portFor({ ...options, spaceId: 'other' }));
  });
});
