import { expect } from '@esm-bundle/chai';
import { checkObjectPath, type ObjectUrlRules, resolveObjectOrigin } from '../../src/protocol/object-url.js';
import { thrownBy } from '../support/thrown-by.js';

const HTTPS_PAGE = 'https://cms.example.com';
const HTTP_PAGE = 'http://cms.example.com';
const LOCAL_PAGE = 'http://localhost:5173';
const LAN_PAGE = 'http://192.168.1.5';

function origin(domain: unknown, rules: Partial<ObjectUrlRules> = {}): string {
  return resolveObjectOrigin(domain, {
    pageOrigin: HTTPS_PAGE,
    endpoint: null,
    uploadHosts: undefined,
    ...rules,
  });
}

describe('resolveObjectOrigin', () => {
  for (const [domain, rules, expected] of [
    ['demo.cos.example.com', {}, 'https://demo.cos.example.com'],
    ['demo.cos.example.com:8443', {}, 'https://demo.cos.example.com:8443'],
    ['https://demo.cos.example.com', {}, 'https://demo.cos.example.com'],
    ['HTTPS://Demo.Example.com:443', {}, 'https://demo.example.com'],
    ['http://demo.example.com', { pageOrigin: HTTP_PAGE }, 'http://demo.example.com'],
    ['demo.example.com', { pageOrigin: HTTP_PAGE }, 'https://demo.example.com'],
    ['localhost:9000', { pageOrigin: LOCAL_PAGE }, 'http://localhost:9000'],
    ['127.0.0.1:9000', { pageOrigin: LOCAL_PAGE }, 'http://127.0.0.1:9000'],
    ['[::1]:9000', { pageOrigin: LOCAL_PAGE }, 'http://[::1]:9000'],
    ['b.cos.localhost:9000', { pageOrigin: LOCAL_PAGE }, 'http://b.cos.localhost:9000'],
    ['http://localhost:9000', { pageOrigin: 'https://localhost:5173' }, 'http://localhost:9000'],
    ['localhost:9000', { endpoint: 'https://localhost:8443' }, 'https://localhost:9000'],
    ['localhost:9000', { endpoint: 'http://127.0.0.1:8080' }, 'http://localhost:9000'],
    ['localhost:9000', { pageOrigin: LOCAL_PAGE, endpoint: '/smh' }, 'http://localhost:9000'],
    ['192.168.1.9:9000', { pageOrigin: LAN_PAGE }, 'https://192.168.1.9:9000'],
    ['http://192.168.1.9:9000', { pageOrigin: LAN_PAGE }, 'http://192.168.1.9:9000'],
    ['store.local', { endpoint: 'https://smh.intranet' }, 'https://store.local'],
    ['demo.example.com', { pageOrigin: null }, 'https://demo.example.com'],
    ['demo.example.com', { pageOrigin: 'null' }, 'https://demo.example.com'],
  ] as const) {
    it(`takes ${domain} with ${JSON.stringify(rules)} for ${expected}`, () => {
      expect(origin(domain, rules)).to.equal(expected);
    });
  }

  for (const domain of [
    undefined,
    null,
    5,
    '',
    {},
    'ftp://demo.example.com',
    'javascript:alert(1)',
    'javascript://alert(1)',
    'blob:https://demo.example.com',
    'data:text/plain,1',
    'demo.example.com/path',
    'https://demo.example.com/',
    'https://demo.example.com?x=1',
    'https://demo.example.com#x',
    'https://user@demo.example.com',
    'user:pw@demo.example.com',
    'demo.example.com@evil.example',
    '//demo.example.com',
    'demo.example.com\\evil',
    'demo.example.com evil',
    'demo.exam\nple.com',
    '%6cocalhost',
    'https://',
    'https:///x',
    'demo.example.com:',
    'demo.example.com:99999',
    'demo.example.com:80x',
    '[::1',
    'x'.repeat(301),
  ]) {
    it(`refuses the domain ${JSON.stringify(domain)?.slice(0, 60)}`, () => {
      const error = thrownBy(() => origin(domain));
      expect(error.code).to.equal('invalid-answer');
      expect(error.message).to.contain('domain');
    });
  }

  it('refuses an unencrypted store on an encrypted page', () => {
    expect(thrownBy(() => origin('http://demo.example.com')).message).to.contain('not encrypted');
  });

  for (const domain of [
    'cms.example.com',
    'https://CMS.example.com:443',
    'https://cms.example.com',
    'cms.example.com.',
    'https://cms.example.com.:443',
  ]) {
    it(`refuses the page's own origin as ${domain}`, () => {
      expect(thrownBy(() => origin(domain)).message).to.contain('own origin');
    });
  }

  it("refuses the page's own origin though uploadHosts lists it", () => {
    expect(
      thrownBy(() => origin('cms.example.com', { uploadHosts: ['cms.example.com'] })).message,
    ).to.contain('own origin');
  });

  for (const domain of [
    'localhost',
    'a.localhost',
    'localhost.',
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '017700000001',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '[::1]',
    '[::]',
    '[fd00::1]',
    '[fe80::1]',
    '[::ffff:10.0.0.1]',
    '[::ffff:7f00:1]',
    '[::10.0.0.1]',
    '[::ffff:0:10.0.0.1]',
    '[64:ff9b::192.168.0.1]',
    '[64:ff9b::a00:1]',
    '[64:ff9b:1::808:808]',
    '[2002:a00:1::]',
    '[2002:c0a8:1:1:2:3:4:5]',
    '[2002:7f00:1::1]',
    'intranet',
    'nas.local',
    'db.internal',
    'x.home.arpa',
    'metadata.google.internal',
  ]) {
    it(`refuses the private host ${domain} to a public page`, () => {
      expect(thrownBy(() => origin(domain)).message).to.contain('private');
    });
  }

  for (const domain of [
    '172.32.0.1',
    '11.0.0.1',
    '8.8.8.8',
    '[2001:db8::1]',
    '[2002:808:808::1]',
    '[64:ff9b::808:808]',
    '[::ffff:0:808:808]',
    '[a00:1::]',
    'internal.example.com',
    'localhost.example.com',
  ]) {
    it(`takes the public host ${domain}`, () => {
      expect(origin(domain)).to.equal(`https://${domain}`);
    });
  }

  it('measures by the endpoint, not by the page, where there is one', () => {
    const rules = { pageOrigin: LOCAL_PAGE, endpoint: 'https://smh.example.com' };
    expect(thrownBy(() => origin('localhost:9000', rules)).message).to.contain('private');
  });

  for (const [domain, uploadHosts, isAllowed] of [
    ['a.myqcloud.com', ['*.myqcloud.com'], true],
    ['a.b.myqcloud.com', ['*.myqcloud.com'], true],
    ['myqcloud.com', ['*.myqcloud.com'], false],
    ['evilmyqcloud.com', ['*.myqcloud.com'], false],
    ['a.myqcloud.com.evil.com', ['*.myqcloud.com'], false],
    ['store.example.com', ['STORE.example.com'], true],
    ['a.store.example.com', ['store.example.com'], false],
    ['store.example.com:8443', ['store.example.com:8443'], true],
    ['store.example.com:8444', ['store.example.com:8443'], false],
    ['store.example.com', ['store.example.com:443'], true],
    ['store.example.com:8443', ['store.example.com'], true],
    ['store.example.com', [], false],
    ['store.example.com', [''], false],
    ['store.example.com', ['*'], false],
    ['store.example.com', ['*.'], false],
  ] as const) {
    it(`${isAllowed ? 'takes' : 'refuses'} ${domain} where uploadHosts is ${JSON.stringify(uploadHosts)}`, () => {
      const act = (): string => origin(domain, { uploadHosts });
      if (isAllowed) expect(act()).to.contain('https://');
      else expect(thrownBy(act).message).to.contain('uploadHosts');
    });
  }
});

describe('checkObjectPath', () => {
  for (const path of [
    '/',
    '/a/b.png',
    '/smh/%E4%B8%AD%20x.png',
    '/a//b',
    '/a/...',
    '/a;b=c/d:e@f,g',
    '/a/..b',
  ]) {
    it(`keeps ${path} as it is`, () => {
      expect(checkObjectPath(path)).to.equal(path);
      expect(new URL(`https://store.example.com${path}`).pathname).to.equal(path);
    });
  }

  for (const path of [
    undefined,
    null,
    7,
    '',
    'a/b',
    '//evil.example.com/a',
    '/\\evil',
    '/a?x=1',
    '/a#b',
    '/a b',
    '/a\nb',
    '/a/../b',
    '/a/..',
    '/./a',
    '/a/%2e%2E/b',
    '/.%2e/b',
    `/${'x'.repeat(8192)}`,
  ]) {
    it(`refuses ${JSON.stringify(path)?.slice(0, 40)}`, () => {
      const error = thrownBy(() => checkObjectPath(path));
      expect(error.code).to.equal('invalid-answer');
      expect(error.message).to.contain('path');
    });
  }
});
