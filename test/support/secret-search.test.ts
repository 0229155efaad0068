import { expect } from '@esm-bundle/chai';
import { findLeaks } from './secret-search.js';

const SECRET = 'q-sign-algorithm=sha1&q-ak=AKID"x/y z&q-signature=9c0e4f12';

const json = JSON.stringify(SECRET);
const FORMS: Readonly<Record<string, string>> = {
  plain: `GET /?${SECRET}&more`,
  'in upper case': SECRET.toUpperCase(),
  'URL-encoded': `https://host/?sign=${encodeURIComponent(SECRET)}&x=1`,
  'URL-encoded in lower case': encodeURIComponent(SECRET).toLowerCase(),
  'URL-encoded as a form is': new URLSearchParams({ a: SECRET, b: 'c' }).toString(),
  'URL-encoded twice': encodeURIComponent(encodeURIComponent(SECRET)),
  'JSON-escaped': `{"headers":${json}}`,
  'JSON-escaped with slashes': json.replaceAll('/', '\\/'),
  'JSON within JSON': JSON.stringify({ body: JSON.stringify({ headers: SECRET }) }),
  base64: btoa(SECRET),
  'base64 after one byte': btoa(`x${SECRET}yz`),
  'base64 after two bytes': btoa(`xy${SECRET}z`),
  'base64 in a URL': encodeURIComponent(btoa(`xyz${SECRET}`)),
  base64url: btoa(`a${SECRET}`).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
};

describe('findLeaks', () => {
  for (const [form, text] of Object.entries(FORMS)) {
    it(`finds a secret ${form}`, () => {
      const leaks = findLeaks({ quiet: ['nothing'], loud: ['a', `b ${text} c`] }, { signature: SECRET });
      expect(leaks.map(({ channel }) => channel)).to.deep.equal(['loud']);
    });
  }

  it('finds nothing where nothing is, and shows no secret in what it says', () => {
    expect(findLeaks({ log: ['q-sign-algorithm=sha1', 'AKID'] }, { signature: SECRET })).to.deep.equal([]);
    const leaks = findLeaks({ log: [SECRET] }, { signature: SECRET });
    expect(JSON.stringify(leaks)).not.to.include('9c0e4f12');
  });

  it('refuses a secret that is too short to be told from chance', () => {
    expect(() => findLeaks({ log: ['x'] }, { key: 'abc' })).to.throw('short');
  });
});
