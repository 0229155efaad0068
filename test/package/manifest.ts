import { readFileSync } from 'node:fs';

type Named = { readonly name: string; readonly description?: string };
type Typed = Named & { readonly type: { readonly text: string } };
export type Member = Named & {
  readonly kind: 'field' | 'method';
  readonly privacy?: string;
  readonly static?: boolean;
  readonly readonly?: boolean;
  readonly reflects?: boolean;
  readonly default?: string;
  readonly type?: { readonly text: string };
  readonly return?: { readonly type: { readonly text: string } };
  readonly parameters?: readonly { readonly name: string; readonly optional?: boolean }[];
};
type Element = Named & {
  readonly tagName: string;
  readonly members: readonly Member[];
  readonly attributes: readonly (Typed & { readonly fieldName?: string; readonly default?: string })[];
  readonly events: readonly Typed[];
  readonly slots: readonly Named[];
  readonly cssParts: readonly Named[];
  readonly cssProperties: readonly Named[];
  readonly cssStates: readonly Named[];
};
type EventClass = Named & { readonly tagName?: undefined; readonly members?: readonly Member[] };
type Manifest = { readonly modules: readonly [{ readonly declarations: readonly (Element | EventClass)[] }] };

/** `custom-elements.json`, whose freshness `npm run check` proves. */
const manifest = JSON.parse(readFileSync('custom-elements.json', 'utf8')) as Manifest;
const [{ declarations }] = manifest.modules;
const isElement = (declaration: Element | EventClass): declaration is Element =>
  declaration.tagName === 'smh-uploader';
const found = declarations.find(isElement);
if (found === undefined) throw new Error('custom-elements.json has no <smh-uploader>.');

/** What the manifest says of the element. */
export const element: Element = found;

/** The type of each event's `detail`, as written, by the name of its class. */
export const eventDetails: ReadonlyMap<string, string> = new Map(
  declarations.flatMap(({ name, members = [] }) =>
    members.flatMap((member) => (member.name === 'detail' ? [[name, member.type?.text ?? ''] as const] : [])),
  ),
);
