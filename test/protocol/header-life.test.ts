import { expect } from '@esm-bundle/chai';
import { signedLifeMs } from '../../src/protocol/header-life.js';

const life = (fields: Record<string, string>) => signedLifeMs(Object.entries(fields));

const COS =
  'q-sign-algorithm=sha1&q-ak=AKID&q-sign-time=1795330000;1795330900&q-key-time=1795330000;1795337200';

describe('signedLifeMs', () => {
  it('is what the signature of COS was made for, its own time before that of its key', () => {
    expect(life({ Authorization: `${COS}&q-header-list=host` })).to.equal(900_000);
    expect(life({ authorization: COS.replace('q-sign-time', 'q-other') })).to.equal(7_200_000);
    expect(life({ authorization: COS.replaceAll(';', '%3B') })).to.equal(900_000);
  });

  it('is told by the fields of a form too', () => {
    expect(life({ key: 'a', 'q-key-time': '1795330000;1795337200' })).to.equal(7_200_000);
  });

  it('is 15 minutes by the scheme of AWS, unless another is named', () => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=a/20261122/r/s3/aws4_request, Signature=b';
    expect(life({ authorization, 'x-amz-date': '20261122T071500Z' })).to.equal(900_000);
    expect(life({ Authorization: authorization })).to.equal(900_000);
    expect(life({ 'X-Amz-Date': '20261122T071500Z', 'X-Amz-Expires': '60' })).to.equal(60_000);
  });

  it('is not known where nothing tells it, or nonsense does', () => {
    expect(life({})).to.equal(null);
    expect(life({ authorization: 'Bearer q' })).to.equal(null);
    expect(life({ authorization: 'q-sign-time=1795330900;1795330000' })).to.equal(null);
    expect(life({ authorization: 'q-sign-time=soon;later&q-key-time=1;2' })).to.equal(null);
  });
});
