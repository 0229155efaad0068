import { expect } from '@esm-bundle/chai';
import { createCRC64 } from 'hash-wasm';
import { createWasmCrc64, type Crc64 } from '../../src/hashing/crc64.js';
import { createScriptCrc64 } from '../../src/hashing/script-crc64.js';
import { crc64Text } from '../../src/protocol/crc64-combine.js';
import vectors from '../vectors.json';
import { patternBytes } from '../support/pattern.js';
import { crc64BitByBit } from './sample.js';

/** Texts whose CRC begins with 1 to 5 zero hex digits; found and computed with Python, bit by bit. */
const LEADING_ZEROS = [
  ['zero 2', '188173013954788777', '029c865bf516fda9'],
  ['zero 685', '5140165123975694', '001242f3f44d2a0e'],
  ['zero 711', '602815066882844', '00022441d1ed431c'],
  ['zero 19594', '194075418748346', '0000b082b464e5ba'],
  ['zero 731346', '8917227058498', '0000081c3426b542'],
] as const;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

const ENGINES: readonly (readonly [name: string, make: () => Promise<Crc64>])[] = [
  ['createWasmCrc64', async () => createWasmCrc64(await createCRC64('c96c5795d7870f42'))],
  ['createScriptCrc64', async () => createScriptCrc64()],
];

for (const [name, make] of ENGINES) {
  describe(name, () => {
    it('gives the reference values of texts', async () => {
      const crc = await make();
      for (const [text, expected] of Object.entries(vectors.crc64)) {
        crc.reset();
        crc.update(encode(text));
        expect(crc64Text(crc.value()), text).to.equal(expected);
      }
    });

    it('gives the reference values of the samples', async () => {
      const crc = await make();
      for (const { bytes, crc64 } of vectors.vectors) {
        crc.reset();
        crc.update(patternBytes(bytes));
        expect(crc64Text(crc.value()), `${bytes} bytes`).to.equal(crc64);
      }
    });

    it('keeps values right whose hex begins with zeros', async () => {
      const crc = await make();
      for (const [text, decimal, hex] of LEADING_ZEROS) {
        crc.reset();
        crc.update(encode(text));
        expect(crc64Text(crc.value()), text).to.equal(decimal);
        expect(crc.value().toString(16).padStart(16, '0'), text).to.equal(hex);
      }
    });

    it('takes pieces of any length at any offset', async () => {
      const bytes = patternBytes(4099);
      const crc = await make();
      for (const piece of [1, 3, 7, 8, 9, 64, 1000]) {
        crc.reset();
        for (let at = 0; at < bytes.length; at += piece) crc.update(bytes.subarray(at, at + piece));
        expect(crc.value(), `pieces of ${piece}`).to.equal(crc64BitByBit(bytes));
      }
    });

    it('goes on after its value was asked', async () => {
      const crc = await make();
      crc.update(encode('1234'));
      expect(crc.value()).to.equal(crc64BitByBit(encode('1234')));
      expect(crc.value()).to.equal(crc64BitByBit(encode('1234')));
      crc.update(encode('56789'));
      expect(crc64Text(crc.value())).to.equal('11051210869376104954');
    });
  });
}

describe('crc64BitByBit', () => {
  it('agrees with the published check value', () => {
    expect(crc64Text(crc64BitByBit(encode('123456789')))).to.equal('11051210869376104954');
  });
});
