import { expect } from '@esm-bundle/chai';
import { parseHeaderMap } from '../../src/protocol/header-map.js';
import { AT_ONCE_MS, quickestMs } from '../support/quickest.js';
import { thrownBy } from '../support/thrown-by.js';

const names = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-cos-meta-${index}`, 'a']));

describe('parseHeaderMap', () => {
  it('copies all headers as given, with numbers as texts', () => {
    const headers = parseHeaderMap(
      {
        'Content-Type': 'image/png',
        Authorization: 'q-sign=1&q-ak=2',
        'x-cos-traffic-limit': 102_400,
        'x-on': true,
      },
      'headers',
    );
    expect({ ...headers }).to.deep.equal({
      'Content-Type': 'image/png',
      Authorization: 'q-sign=1&q-ak=2',
      'x-cos-traffic-limit': '102400',
      'x-on': 'true',
    });
    expect(Object.isFrozen(headers)).to.equal(true);
  });

  for (const name of [
    'Host',
    'content-length',
    'DATE',
    'Connection',
    'Keep-Alive',
    'Origin',
    'Referer',
    'Cookie',
    'Expect',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
    'Via',
    'DNT',
    'Accept-Charset',
    'Accept-Encoding',
    'Access-Control-Request-Method',
    'Set-Cookie',
    'Proxy-Authorization',
    'Sec-Fetch-Mode',
    'X-HTTP-Method-Override',
    'X-HTTP-Method',
    'X-Method-Override',
  ]) {
    it(`drops ${name}, which a browser may not set or a server might obey`, () => {
      expect(Object.keys(parseHeaderMap({ [name]: '1', 'x-cos-acl': 'private' }, 'headers'))).to.deep.equal([
        'x-cos-acl',
      ]);
    });
  }

  it('drops an own __proto__ and touches no prototype', () => {
    const hostile: unknown = JSON.parse('{"__proto__":{"x-evil":"1"},"x-cos-acl":"private"}');
    const headers = parseHeaderMap(hostile, 'headers');
    expect(Object.keys(headers)).to.deep.equal(['x-cos-acl']);
    expect(headers['x-evil']).to.equal(undefined);
    expect(headers['constructor']).to.equal(undefined);
  });

  it('takes own keys only', () => {
    const headers = parseHeaderMap(Object.create({ 'x-inherited': '1' }), 'headers');
    expect(Object.keys(headers)).to.deep.equal([]);
  });

  it('takes 64 headers and refuses 65', () => {
    expect(Object.keys(parseHeaderMap(names(64), 'headers'))).to.have.length(64);
    expect(thrownBy(() => parseHeaderMap(names(65), 'headers')).code).to.equal('invalid-answer');
  });

  it('refuses more than 16 KiB of text', () => {
    expect(parseHeaderMap({ a: 'x'.repeat(16 * 1024 - 1) }, 'headers')['a']).to.have.length(16_383);
    expect(thrownBy(() => parseHeaderMap({ a: 'x'.repeat(16 * 1024) }, 'headers')).message).to.contain(
      'headers',
    );
  });

  for (const [what, value] of [
    ['a line end', 'a\r\nx-evil: 1'],
    ['a bare line feed', 'a\nb'],
    ['NUL', 'a\0b'],
    ['a character beyond Latin-1', 'ключ'],
    ['an emoji', '😀'],
    ['an object', { toString: () => 'secret-value' }],
    ['a list', ['a']],
    ['null', null],
  ] as const) {
    it(`refuses a value with ${what}, naming the header and not its value`, () => {
      const error = thrownBy(() => parseHeaderMap({ 'x-cos-acl': value }, 'parts.3.headers'));
      expect(error.code).to.equal('invalid-answer');
      expect(error.message).to.contain('parts.3.headers.x-cos-acl');
      expect(error.message).not.to.contain('evil').and.not.to.contain('secret-value');
    });
  }

  for (const name of ['', 'a b', 'a:b', 'a\r\nb', 'ä']) {
    it(`refuses the name ${JSON.stringify(name)}`, () => {
      expect(thrownBy(() => parseHeaderMap({ [name]: '1' }, 'headers')).code).to.equal('invalid-answer');
    });
  }

  it('refuses one header in two spellings, which a browser would join', () => {
    const error = thrownBy(() => parseHeaderMap({ 'Content-Type': 'a/b', 'content-type': 'c/d' }, 'headers'));
    expect(error.message).to.contain('headers.content-type');
  });

  for (const value of [undefined, null, 'x-a: 1', 5, [['x-a', '1']]]) {
    it(`refuses ${JSON.stringify(value)} for a map`, () => {
      expect(thrownBy(() => parseHeaderMap(value, 'headers')).code).to.equal('invalid-answer');
    });
  }

  it('refuses a name of 4 MiB at once, with a short message', () => {
    const tookMs = quickestMs(() => {
      for (const name of ['x-amz-'.repeat(700_000), 'a'.repeat(257)]) {
        const { code, message } = thrownBy(() => parseHeaderMap({ [name]: 5n }, 'headers'));
        expect(code).to.equal('invalid-answer');
        expect(message).to.equal("The answer's field headers has a header name that is too long");
      }
    });
    expect(tookMs).to.be.below(AT_ONCE_MS);
  });

  it('names a long field by its beginning', () => {
    const { message } = thrownBy(() => parseHeaderMap(5, 'a'.repeat(100_000)));
    expect(message.length).to.be.below(200);
  });
});
