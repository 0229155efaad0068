import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

const folder = new URL('../../demo/themes/', import.meta.url);
const manifest = JSON.parse(
  readFileSync(new URL('../../custom-elements.json', import.meta.url), 'utf8'),
) as Manifest;

type Named = { readonly name: string };
type Declaration = {
  readonly tagName?: string;
  readonly cssProperties?: readonly Named[];
  readonly cssParts?: readonly Named[];
};
type Manifest = { readonly modules: readonly { readonly declarations?: readonly Declaration[] }[] };

/** What the element's view lays upon what, with the least contrast by WCAG 2 AA: text 4.5, graphics 3. */
const pairs: readonly (readonly [front: string, back: string, least: number])[] = [
  ...['surface', 'sunken', 'hover', 'accent-soft'].flatMap(
    (back) =>
      [
        ['text', back, 4.5],
        ['muted', back, 4.5],
      ] as const,
  ),
  ['text', 'danger-soft', 4.5],
  ['text', 'warning-soft', 4.5],
  ['accent', 'surface', 4.5],
  ['accent', 'hover', 4.5],
  ['accent', 'accent-soft', 4.5],
  ['accent', 'danger-soft', 4.5],
  ['accent-strong', 'surface', 4.5],
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-strong', 4.5],
  ['danger', 'surface', 4.5],
  ['danger', 'hover', 4.5],
  ['danger', 'danger-soft', 4.5],
  ['warning', 'surface', 4.5],
  ['warning', 'hover', 4.5],
  ['warning', 'warning-soft', 4.5],
  ['success', 'surface', 3],
  ['success', 'hover', 3],
  ['line-strong', 'surface', 3],
  ['line-strong', 'sunken', 3],
  ['accent', 'track', 3],
  ['danger', 'track', 3],
  ['success', 'track', 3],
];

for (const file of readdirSync(folder)) {
  const text = readFileSync(new URL(file, folder), 'utf8');
  describe(`the theme ${file}`, () => {
    it('has under 40 lines', () => {
      assert.ok(text.trimEnd().split('\n').length < 40);
    });

    it('uses documented properties and parts alone', () => {
      const element = manifest.modules
        .flatMap(({ declarations = [] }) => declarations)
        .find(({ tagName }) => tagName === 'smh-uploader');
      const known = [...(element?.cssProperties ?? []), ...(element?.cssParts ?? [])].map(({ name }) => name);
      const used = [...text.matchAll(/--[\w-]+|(?<=::part\()[\w-]+/g)].map(([name]) => name);
      assert.ok(used.length > 0);
      assert.deepEqual(
        used.filter((name) => !known.includes(name)),
        [],
      );
    });

    for (const [index, scheme] of ['light', 'dark'].entries()) {
      it(`can be read in ${scheme}`, () => {
        const colors = new Map(
          [...text.matchAll(/--smh-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
            ([, name = '', ...both]) => [name, both[index] ?? ''],
          ),
        );
        const tooFaint = pairs.flatMap(([front, back, least]) => {
          const ratio = contrast(colors.get(front) ?? '', colors.get(back) ?? '');
          // A colour that is missing gives no number.
          return ratio >= least ? [] : [`${front} on ${back}: ${ratio.toFixed(2)}, not ${String(least)}`];
        });
        assert.deepEqual(tooFaint, []);
      });
    }
  });
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(color: string): number {
  const [red = NaN, green = NaN, blue = NaN] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(color.slice(start, start + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
