import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, describe, it } from 'node:test';
import { EVENTS } from '../../src/wrappers/handlers.js';
import { ATTRIBUTES } from '../../src/wrappers/settings.js';

type Member = {
  readonly kind: string;
  readonly name: string;
  readonly privacy?: string;
  readonly static?: boolean;
  readonly readonly?: boolean;
  readonly attribute?: string;
};
type Declaration = {
  readonly tagName?: string;
  readonly members?: readonly Member[];
  readonly events?: readonly { readonly name: string }[];
};

/** Attributes that no wrapper writes: a token has no place in a page's source, `value` is a text alone. */
const unwritten = ['access-token', 'value'];

describe('the tables of the wrappers', () => {
  let element: Declaration;
  before(async () => {
    const file = await readFile(new URL('../../custom-elements.json', import.meta.url), 'utf8');
    const { modules } = JSON.parse(file) as { modules: readonly { declarations?: readonly Declaration[] }[] };
    const found = modules
      .flatMap(({ declarations = [] }) => declarations)
      .find(({ tagName }) => tagName === 'smh-uploader');
    assert.ok(found);
    element = found;
  });

  it('name every property of the manifest that can be set, with its attribute', () => {
    const settable = (element.members ?? []).filter(
      (member) =>
        member.kind === 'field' &&
        (member.privacy ?? 'public') === 'public' &&
        member.static !== true &&
        member.readonly !== true,
    );
    const written = settable.map(({ name, attribute = null }) => [
      name,
      attribute !== null && unwritten.includes(attribute) ? null : attribute,
    ]);
    assert.deepEqual(ATTRIBUTES, Object.fromEntries(written));
  });

  it('name every event of the manifest', () => {
    const events = (element.events ?? []).map(({ name }) => name);
    assert.deepEqual(Object.values(EVENTS).sort(), events.sort());
  });
});
