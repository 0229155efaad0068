import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { icons } from './icons.js';

/** The cross that closes a note. */
export function viewDismiss(label: string, onDismiss: () => void): TemplateResult {
  return html`<button
    type="button"
    class="bare"
    part="action"
    data-action="dismiss"
    title=${label}
    aria-label=${label}
    @click=${onDismiss}
  >
    ${icons.close}
  </button>`;
}
