import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { element } from './manifest.js';
import { buildWhereStale } from './packed-package.js';

type Named = { readonly name: string };
type VsCodeTag = Named & { readonly attributes: readonly (Named & { readonly values: readonly Named[] })[] };
type VsCodeHtml = { readonly tags: readonly VsCodeTag[] };
type VsCodeCss = { readonly properties: readonly Named[]; readonly pseudoElements: readonly Named[] };
type WebTypes = {
  readonly name: string;
  readonly version: string;
  readonly contributions: {
    readonly html: {
      readonly elements: readonly (Named & {
        readonly attributes: readonly Named[];
        readonly slots: readonly Named[];
        readonly events: readonly Named[];
        readonly js: { readonly properties: readonly Named[] };
      })[];
    };
    readonly css: { readonly properties: readonly Named[]; readonly 'pseudo-elements': readonly Named[] };
  };
};

const names = (items: readonly Named[] = []): readonly string[] => items.map(({ name }) => name);
// The build wrote them, each with the shape that its editor's schema gives it.
const readData = (file: string): unknown => JSON.parse(readFileSync(`dist/${file}`, 'utf8'));

describe('what editors read', () => {
  before(buildWhereStale);

  it('tells VS Code of the tag and its attributes, and what one may say', () => {
    const { tags } = readData('vscode.html-custom-data.json') as VsCodeHtml;
    assert.deepEqual(names(tags), [element.tagName]);
    const attributes = tags[0]?.attributes ?? [];
    assert.deepEqual(names(attributes), names(element.attributes));
    const valuesOf = (name: string): readonly string[] =>
      names(attributes.find((attribute) => attribute.name === name)?.values);
    assert.deepEqual(valuesOf('view'), ['list', 'grid', 'compact', 'none']);
    assert.deepEqual(valuesOf('conflict-strategy'), ['rename', 'ask', 'overwrite']);
    assert.deepEqual(valuesOf('max-file-size'), []);
    assert.deepEqual(valuesOf('request-headers'), []);
  });

  it('tells VS Code of the custom properties and parts', () => {
    const { properties, pseudoElements } = readData('vscode.css-custom-data.json') as VsCodeCss;
    assert.deepEqual(names(properties), names(element.cssProperties));
    assert.deepEqual(
      names(pseudoElements),
      names(element.cssParts).map((part) => `::part(${part})`),
    );
  });

  it("tells JetBrains' editors of all that markup, scripts and styles may use", () => {
    const { name, version, contributions } = readData('web-types.json') as WebTypes;
    const packageJson = JSON.parse(readFileSync('package.json', 'utf8')) as Readonly<Record<string, unknown>>;
    assert.deepEqual([name, version], [packageJson['name'], packageJson['version']]);
    const { html, css } = contributions;
    assert.deepEqual(names(html.elements), [element.tagName]);
    const [described] = html.elements;
    assert.deepEqual(names(described?.attributes), names(element.attributes));
    assert.deepEqual(names(described?.slots), names(element.slots));
    assert.deepEqual(names(described?.events), names(element.events));
    const fields = element.members.filter(({ kind }) => kind === 'field');
    assert.deepEqual(names(described?.js.properties), names(fields));
    assert.deepEqual(names(css.properties), names(element.cssProperties));
    assert.deepEqual(
      names(css['pseudo-elements']),
      names(element.cssParts).map((part) => `part(${part})`),
    );
  });
});
