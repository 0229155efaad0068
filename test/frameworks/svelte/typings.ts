/** Compiled, never run: what the typings of `smh-uploader/jsx` take and refuse in Svelte. */
import type { SvelteHTMLElements } from 'svelte/elements';
import 'smh-uploader/jsx';

type Attributes = SvelteHTMLElements['smh-uploader'];

export const takes: readonly Attributes[] = [
  { id: 'files', class: 'wide', endpoint: '/smh', 'library-id': 'a', multiple: true },
  { maxFiles: 3, view: 'grid', getAccessToken: ({ signal }) => fetch('/token', { signal }) },
  { 'onsmh-upload-success': ({ detail, currentTarget }) => currentTarget.retry(detail.task.id) },
  { 'on:smh-upload-error': ({ detail }) => console.warn(detail.error.code) },
];

export const refuses: readonly Attributes[] = [
  // @ts-expect-error there is no such view
  { view: 'tiles' },
  // @ts-expect-error the detail has no `file`
  { 'onsmh-upload-success': ({ detail }) => console.warn(detail.file) },
];
