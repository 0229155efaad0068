/** Compiled, never run: what the typings of `smh-uploader/vue` say, as Vue's template compiler reads them. */
import { h } from 'vue';
import type { GlobalComponents, VNode } from 'vue';
import { isCustomElement } from 'smh-uploader/vue';

type InTemplates = InstanceType<GlobalComponents['smh-uploader']>;
type Props = InTemplates['$props'];

export const takes: readonly Props[] = [
  { id: 'files', class: ['wide'], endpoint: '/smh', libraryId: 'a', multiple: true },
  { maxFiles: 3, view: 'grid', getAccessToken: ({ signal }) => fetch('/token', { signal }) },
];

export const refuses: readonly Props[] = [
  // @ts-expect-error there is no such view
  { view: 'tiles' },
  // @ts-expect-error a backend has no such method
  { backend: { upload: () => undefined } },
];

export const isTagKnown: boolean = isCustomElement('smh-uploader');

/** In a render function Vue knows an element by its name alone. */
export const drawn: VNode = h('smh-uploader', { multiple: true });
