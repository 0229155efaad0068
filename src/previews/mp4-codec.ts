type View = DataView<ArrayBuffer>;

/** What a `VideoDecoder` is told. */
type Codec = { readonly codec: string; readonly description: View | null };

/**
 * Names the codec of an MP4's sample entry; null for those that cameras don't write.
 *
 * @param entry four letters of the sample entry
 * @param boxNamed gives the boxes in it
 * @see https://www.w3.org/TR/webcodecs-codec-registry/
 */
export function codecOf(entry: string, boxNamed: (type: string) => View | undefined): Codec | null {
  const [avc, hevc, vp] = [boxNamed('avcC'), boxNamed('hvcC'), boxNamed('vpcC')];
  if (avc) {
    return { codec: `${entry}.${[1, 2, 3].map((at) => hex(avc.getUint8(at))).join('')}`, description: avc };
  }
  if (hevc) {
    return { codec: `${entry}.${hevcProfile(hevc)}`, description: hevc };
  }
  if (vp) {
    const [profile, level, depth] = [vp.getUint8(4), vp.getUint8(5), vp.getUint8(6) >>> 4];
    return { codec: ['vp09', ...[profile, level, depth].map(twoDigits)].join('.'), description: null };
  }
  return null;
}

/** @see ISO/IEC 14496-15 annex E.3 */
function hevcProfile(view: View): string {
  const first = view.getUint8(1);
  const space = ['', 'A', 'B', 'C'][first >>> 6] ?? '';
  const compatible = Array.from({ length: 32 }, (_, bit) => (view.getUint32(2) >>> (31 - bit)) & 1);
  // The bits are written the other way round.
  const flags = compatible.reduce((sum, isSet, bit) => sum + isSet * 2 ** bit, 0).toString(16);
  const constraints = Array.from({ length: 6 }, (_, index) => view.getUint8(6 + index));
  const told = constraints.slice(0, constraints.findLastIndex((byte) => byte !== 0) + 1).map(hex);
  const tier = (first & 0x20) === 0 ? 'L' : 'H';
  return [`${space}${String(first & 0x1f)}`, flags, `${tier}${String(view.getUint8(12))}`, ...told].join('.');
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0').toUpperCase();
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
