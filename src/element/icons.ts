import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { FileKind } from './file-kind.js';

/** Icons on a 16 px grid, 1.5 px round stroke, in the colour of the text; all are decoration. */
export const icons = {
  upload: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M8 10.5v-8m0 0L5 5.5m3-3 3 3M2.5 11v1.5a1 1 0 0 0 1 1h9a1 1 0 0 0 1-1V11" />
  </svg>`,
  drop: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M8 2.5v8m0 0-3-3m3 3 3-3M2.5 13.5h11" />
  </svg>`,
  plus: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M8 3v10M3 8h10" /></svg>`,
  pause: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="M6 3.5v9m4-9v9" /></svg>`,
  resume: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M5 3.2v9.6L12.5 8z" />
  </svg>`,
  retry: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M13.2 8A5.2 5.2 0 1 1 11.4 4.1M13.5 2v3.2h-3.2" />
  </svg>`,
  close: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d="m3.75 3.75 8.5 8.5m0-8.5-8.5 8.5" />
  </svg>`,
  tick: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d="m3 8.5 3.2 3.2L13 4.8" />
  </svg>`,
  alert: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <circle cx="8" cy="8" r="6" />
    <path d="M8 4.8v3.7m0 2.6v.1" />
  </svg>`,
  clock: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <circle cx="8" cy="8" r="6" />
    <path d="M8 4.6V8l2.3 1.4" />
  </svg>`,
  offline: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d="m2.5 2.5 11 11M4.6 5.4A3.6 3.6 0 0 0 4.8 12.5h6.4M7 4.1a3.9 3.9 0 0 1 4.6 3 2.8 2.8 0 0 1 2 4" />
  </svg>`,
  folder: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M2 12.25v-8.5a1 1 0 0 1 1-1h3.2l1.6 2H13a1 1 0 0 1 1 1v6.5a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1z" />
  </svg>`,
  chevron: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true"><path d="m4 6 4 4 4-4" /></svg>`,
} satisfies Record<string, TemplateResult>;

/** Icons by kind of file, drawn larger. */
export const fileIcons: Readonly<Record<FileKind, TemplateResult>> = {
  file: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M9 1.75H4.5a1 1 0 0 0-1 1v10.5a1 1 0 0 0 1 1h7a1 1 0 0 0 1-1V5.25zm0 0v3.5h3.5" />
  </svg>`,
  document: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path
      d="M3.5 2.75a1 1 0 0 1 1-1h7a1 1 0 0 1 1 1v10.5a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1zM6 5.5h4M6 8h4m-4 2.5h2.5"
    />
  </svg>`,
  image: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <rect x="2" y="2.75" width="12" height="10.5" rx="1" />
    <circle cx="5.6" cy="6" r="1.1" />
    <path d="m2.5 11.5 3-2.8 2.3 2 2.7-3 3.2 3.3" />
  </svg>`,
  video: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <rect x="1.75" y="4" width="8.5" height="8" rx="1" />
    <path d="m10.5 7.2 3.75-2v5.6l-3.75-2" />
  </svg>`,
  audio: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M6 11.5V3.75l7-1.25v7.75" />
    <circle cx="4.4" cy="11.6" r="1.7" />
    <circle cx="11.4" cy="10.3" r="1.7" />
  </svg>`,
  archive: html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d="M2 3.25h12v3H2zm1 3v6.5a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1v-6.5M6.5 9h3" />
  </svg>`,
};
