import { expect } from '@esm-bundle/chai';
import { canBeProven, provePart } from '../../src/engine/part-proof.js';
import { UploadError } from '../../src/errors.js';
import { FakeHasher, md5Of } from '../support/fake-service.js';

const DATA = new Blob(['12345']);
const OTHER_MD5 = 'a'.repeat(32);

function prove(known: { crc64?: bigint; eTag?: string }, hasher = new FakeHasher()) {
  const { signal } = new AbortController();
  return provePart(DATA, { crc64: known.crc64 ?? null, eTag: known.eTag ?? null }, { hasher, signal });
}

describe('provePart', () => {
  it('believes the recorded CRC64, and reads for no more', async () => {
    const hasher = new FakeHasher();
    expect(await prove({ crc64: 5n, eTag: OTHER_MD5 }, hasher)).to.deep.equal({ isProven: true, crc64: 5n });
    expect(hasher.calls).to.deep.equal(['checksum']);
  });

  it('believes the entity tag where the CRC64 is not known, or is another', async () => {
    const proven = { isProven: true, crc64: 5n };
    expect(await prove({ eTag: md5Of(DATA) })).to.deep.equal(proven);
    expect(await prove({ eTag: md5Of(DATA).toUpperCase() })).to.deep.equal(proven);
    expect(await prove({ crc64: 6n, eTag: md5Of(DATA) })).to.deep.equal(proven);
  });

  it('believes nothing else, and tells what it read', async () => {
    expect(await prove({ eTag: OTHER_MD5 })).to.deep.equal({ isProven: false, crc64: 5n });
    expect(await prove({ crc64: 6n })).to.deep.equal({ isProven: false, crc64: 5n });
    expect(await prove({ crc64: 6n, eTag: `${md5Of(DATA)}-2` })).to.deep.equal({
      isProven: false,
      crc64: 5n,
    });
  });

  it('reads nothing where nothing can be proven', async () => {
    const hasher = new FakeHasher();
    expect(await prove({ eTag: 'W/"x"' }, hasher)).to.deep.equal({ isProven: false, crc64: null });
    expect(hasher.calls).to.deep.equal([]);
    expect(canBeProven({ crc64: null, eTag: 'W/"x"' })).to.equal(false);
    expect(canBeProven({ crc64: null, eTag: md5Of(DATA) })).to.equal(true);
  });

  it('takes a part for not proven where there is no MD5, or no hashing at all', async () => {
    const hasher = new FakeHasher();
    hasher.onMd5 = () => null;
    expect(await prove({ eTag: md5Of(DATA) }, hasher)).to.deep.equal({ isProven: false, crc64: 5n });
    hasher.onChecksum = () => {
      throw new UploadError('worker-failed', 'The worker died.');
    };
    expect(await prove({ crc64: 5n, eTag: md5Of(DATA) }, hasher)).to.deep.equal({
      isProven: false,
      crc64: null,
    });
  });

  it('lets through what the file is at fault for', async () => {
    const hasher = new FakeHasher();
    hasher.onChecksum = () => {
      throw new UploadError('file-changed', 'The file was changed.');
    };
    const thrown: unknown = await prove({ crc64: 5n }, hasher).catch((error: unknown) => error);
    expect(thrown).to.have.property('code', 'file-changed');
  });
});
