import type { SmhUploader } from '../element/smh-uploader.js';
import type { AtElement, ElementEventMap } from './handlers.js';
import type { ATTRIBUTES, SettingName, Settings } from './settings.js';

/**
 * Typings of `<smh-uploader>` for the JSX of Preact and Solid and the templates of Svelte: import this
 * module anywhere in the app. It holds no code. An event is listened to by its own name:
 * `onsmh-upload-success={...}` in Preact and Svelte, `on:smh-upload-success={...}` in Solid.
 */
export type SmhUploaderJsx = Settings & HtmlSettings & Listeners;

/** The names that HTML has for them; for objects and functions there are none. */
type HtmlSettings = {
  [K in SettingName as (typeof ATTRIBUTES)[K] extends string ? (typeof ATTRIBUTES)[K] : never]?:
    Extract<Settings[K], string | number | boolean> | undefined;
};

type Listeners = {
  [Type in keyof ElementEventMap as `on${Type}` | `on:${Type}`]?:
    ((event: AtElement<ElementEventMap[Type]>) => void) | undefined;
};

/** What `Html`, a framework's own attributes, says of the same names gives way. */
type With<Html> = SmhUploaderJsx & Omit<Html, keyof SmhUploaderJsx>;

// Each is for one framework. Where that one is not installed TypeScript would complain of its name; the
// comments must be of this form to be kept in the typings.

/** @ts-ignore */
declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      /** @ts-ignore */
      'smh-uploader': With<import('preact').HTMLAttributes<SmhUploader>>;
    }
  }
}

/** @ts-ignore */
declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      /** @ts-ignore */
      'smh-uploader': With<import('solid-js').JSX.HTMLAttributes<SmhUploader>>;
    }
  }
}

/** @ts-ignore */
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    /** @ts-ignore */
    'smh-uploader': With<import('svelte/elements').HTMLAttributes<SmhUploader>>;
  }
}
