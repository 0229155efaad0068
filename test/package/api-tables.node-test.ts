import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { element, eventDetails, type Member } from './manifest.js';
import { readTable, type Row } from './read-table.js';

const api = readFileSync('demo/docs/api.md', 'utf8');
const readme = readFileSync('README.md', 'utf8');

const bare = (cell = ''): string => cell.replace(/^`|`$/g, '');
const code = (text: string): string => `\`${text}\``;
const sorted = (rows: readonly string[]): readonly string[] => [...rows].sort();
const names = (rows: readonly Row[], column: string): readonly string[] =>
  sorted(rows.map((row) => bare(row[column])));

describe('the tables of demo/docs/api.md', () => {
  it('have the attributes, each with its property, type and default', () => {
    const rows = readTable(api, 'Attributes');
    assert.deepEqual(names(rows, 'attribute'), sorted(element.attributes.map(({ name }) => name)));
    for (const { name, fieldName, type, default: byDefault } of element.attributes) {
      const row = rows.find(({ attribute }) => attribute === code(name));
      assert.equal(row?.['property'], fieldName === undefined ? '' : code(fieldName), name);
      assert.equal(row?.['type'], code(type.text), name);
      assertDefault(row, byDefault, name);
    }
  });

  it('have the properties that no attribute sets, each with its type and default', () => {
    const rows = readTable(api, 'Properties without an attribute');
    const byAttribute = new Set(element.attributes.map(({ fieldName }) => fieldName));
    const fields = element.members.filter(({ kind, name }) => kind === 'field' && !byAttribute.has(name));
    assert.deepEqual(names(rows, 'property'), sorted(fields.map(({ name }) => name)));
    for (const { name, type, readonly, default: byDefault } of fields) {
      const row = rows.find(({ property }) => property === code(name));
      assert.equal(row?.['type'], code(type?.text ?? ''), name);
      assert.equal(row?.['default'] === 'read only', readonly === true, name);
      if (readonly !== true) assertDefault(row, byDefault, name);
    }
  });

  it('say of an attribute that it reflects where it does', () => {
    const reflecting = element.members.flatMap(({ name, reflects }) => (reflects === true ? [name] : []));
    const said = /`([a-z ]+)`\s+reflect/.exec(api)?.[1]?.split(' ') ?? [];
    assert.deepEqual(sorted(said), sorted(reflecting));
  });

  it('have the methods, each with what it takes and gives', () => {
    const rows = readTable(api, 'Methods');
    const methods = element.members.filter(({ kind }) => kind === 'method');
    assert.deepEqual(names(rows, 'method'), sorted(methods.map(signature)));
    for (const method of methods) {
      const row = rows.find((each) => each['method'] === code(signature(method)));
      assert.equal(row?.['gives'], code(method.return?.type.text ?? ''), method.name);
    }
  });

  it('have the events, each with its class and what its detail holds', () => {
    const rows = readTable(api, 'Events');
    assert.deepEqual(names(rows, 'event'), sorted(element.events.map(({ name }) => name)));
    for (const { name, type } of element.events) {
      const row = rows.find(({ event }) => event === code(name));
      assert.equal(row?.['class'], code(type.text), name);
      assert.deepEqual(keysOf(bare(row?.['detail'])), keysOf(eventDetails.get(type.text) ?? ''), name);
    }
  });

  it('have the slots, parts, custom properties and states', () => {
    const listed = (title: string, column: string): readonly string[] => names(readTable(api, title), column);
    const known = (items: readonly { readonly name: string }[]): readonly string[] =>
      sorted(items.map(({ name }) => name));
    const slots = element.slots.map(({ name }) => ({ name: name === '' ? '(default)' : name }));
    assert.deepEqual(listed('Slots', 'slot'), known(slots));
    assert.deepEqual(listed('CSS parts', 'part'), known(element.cssParts));
    assert.deepEqual(listed('CSS custom properties', 'property'), known(element.cssProperties));
    assert.deepEqual(listed('CSS states', 'state'), known(element.cssStates));
  });
});

describe('README.md', () => {
  it('has the events, each with what its detail holds', () => {
    const rows = readTable(readme, 'Events');
    const listed = rows.flatMap(({ event = '' }) => event.split(', ').map(bare));
    assert.deepEqual(sorted(listed), sorted(element.events.map(({ name }) => name)));
    for (const { name, type } of element.events) {
      const row = rows.find(({ event = '' }) => event.split(', ').includes(code(name)));
      assert.deepEqual(keysOf(bare(row?.['detail'])), keysOf(eventDetails.get(type.text) ?? ''), name);
    }
  });
});

describe('custom-elements.json', () => {
  it('tells what each thing is for', () => {
    const { members, attributes, events, slots, cssParts, cssProperties, cssStates } = element;
    const all = [...members, ...attributes, ...events, ...slots, ...cssParts, ...cssProperties, ...cssStates];
    const silent = all.filter(({ description = '' }) => description === '');
    assert.deepEqual(
      silent.map(({ name }) => name),
      [],
    );
  });

  it('has nothing that is private', () => {
    const inside = element.members.filter(
      ({ name, privacy }) => name.startsWith('#') || privacy !== undefined,
    );
    assert.deepEqual(inside, []);
  });
});

/** A default that no text of the markup is (such as "adaptive") is told in words. */
function assertDefault(row: Row | undefined, byDefault: string | undefined, name: string): void {
  const told = row?.['default'] ?? '';
  if (byDefault === undefined) assert.ok(!told.startsWith('`'), `${name} has no default ${told}`);
  else assert.equal(told, byDefault === "''" ? code(byDefault) : code(byDefault.replaceAll("'", '')), name);
}

function signature({ name, static: isStatic, parameters = [] }: Member): string {
  const taken = parameters.map((each) => (each.optional === true ? `${each.name}?` : each.name));
  return `${isStatic === true ? 'SmhUploader.' : ''}${name}(${taken.join(', ')})`;
}

/** The keys of an object's type (`{ readonly a: X; b?: Y }`) or of its short form (`{ a, b? }`), in order. */
function keysOf(type: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of type.replace(/^\{|\}$/g, '')) {
    if ('{(['.includes(character)) depth += 1;
    if ('})]'.includes(character)) depth -= 1;
    if (depth === 0 && ',;'.includes(character)) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts.flatMap((part) => /^\s*(?:readonly )?(\w+\??)/.exec(part)?.[1] ?? []);
}
