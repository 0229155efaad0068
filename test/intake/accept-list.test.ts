import { expect } from '@esm-bundle/chai';
import { isAccepted, parseAccept } from '../../src/intake/accept-list.js';

function accepts(accept: string, name: string, type: string): boolean {
  const list = parseAccept(accept);
  if ('problem' in list) {
    throw new Error(list.problem);
  }
  return isAccepted(list, name, type);
}

const table: readonly [accept: string, name: string, type: string, isIn: boolean][] = [
  ['', 'anything', '', true],
  [' , ,', 'anything', '', true],
  ['*', 'anything', '', true],
  ['*/*', 'anything', 'a/b', true],
  ['.pdf', 'a.pdf', '', true],
  ['.pdf', 'A.PDF', '', true],
  ['.PDF', 'a.pdf', 'application/pdf', true],
  ['.pdf', 'pdf', '', false],
  ['.pdf', 'a.pdf.exe', 'application/pdf', false],
  ['.tar.gz', 'a.tar.gz', 'application/gzip', true],
  ['.tar.gz', 'a.gz', 'application/gzip', false],
  ['.jpg', 'a.jpeg', 'image/jpeg', false],
  ['image/*', 'a.png', 'image/png', true],
  ['IMAGE/*', 'a.png', 'Image/PNG', true],
  ['image/*', 'a.txt', 'text/plain', false],
  ['image/*', 'a.png', 'text/plain', false],
  ['image/*', 'a.heic', '', true],
  ['image/*', 'a.HEIC', 'application/octet-stream', true],
  ['image/*', 'a.txt', '', false],
  ['image/*', 'png', '', false],
  ['image/*', 'unknown.zzz', '', false],
  ['image/*', '', '', false],
  ['audio/*', 'a.mp3', '', true],
  ['video/*', 'a.mov', '', true],
  ['video/*', 'a.mp3', '', false],
  ['image/png', 'a', 'image/png', true],
  ['image/png', 'a', 'image/png;charset=x', true],
  ['image/png', 'a.png', '', true],
  ['image/png', 'a.jpg', '', false],
  ['image/png', 'a.png', 'image/jpeg', false],
  ['image/jpg', 'a.jpg', 'image/jpeg', true],
  ['application/zip', 'a.zip', 'application/x-zip-compressed', true],
  ['application/octet-stream', 'a.bin', 'application/octet-stream', true],
  ['.pdf, image/*', 'a.gif', 'image/gif', true],
  ['.pdf, image/*', 'a.pdf', '', true],
  ['.pdf, image/*', 'a.txt', 'text/plain', false],
  ['*.pdf, image/*', 'a.pdf', 'application/pdf', false],
  ['*.pdf, image/*', 'a.png', 'image/png', true],
  ['image/*', 'a.png', 'imagex/png', false],
];

describe('isAccepted', () => {
  for (const [accept, name, type, isIn] of table) {
    it(`${isIn ? 'lets in' : 'keeps out'} "${name}" of type "${type}" for accept "${accept}"`, () => {
      expect(accepts(accept, name, type)).to.equal(isIn);
    });
  }
});

describe('parseAccept', () => {
  for (const accept of ['pdf', '.', '/', 'image/', '/*', 'a/b/*', 'pdf, docx', '*.pdf', 'im age/png']) {
    it(`tells that "${accept}" names no type`, () => {
      const list = parseAccept(accept);
      expect(list).to.have.property('problem').that.contains(JSON.stringify(accept));
    });
  }
});
