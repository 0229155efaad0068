import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { Announcer } from './announcer.js';

/** What assistive technology reads by itself; always there, as a region that comes with its text is not read. */
export function viewLiveRegions({ news, urgentText }: Announcer): TemplateResult {
  return html`<div class="visually-hidden" role="status" aria-live="polite">
      ${news.map((text) => html`<div>${text}</div>`)}
    </div>
    <div class="visually-hidden" role="alert">${urgentText}</div>`;
}
