import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Dragged } from './drag-controller.js';
import { icons } from './icons.js';
import type { ViewContext } from './view-context.js';
import { dropText, isAllRefused } from './view-drop-zone.js';

/** Lies over the files while others are dragged over: the whole element takes drops, not its zone alone. */
export function viewDropSheet(dragged: Dragged, { messages }: ViewContext): TemplateResult {
  const isRefused = isAllRefused(dragged);
  return html`<div class="drop-sheet ${isRefused ? 'refused' : ''}" aria-hidden="true">
    ${isRefused ? icons.alert : icons.drop}
    <div class="title">${dropText(dragged, messages)}</div>
    ${
      dragged.leftOut > 0 && !isRefused
        ? html`<div class="meta">${messages.dropLeavesOut(dragged.leftOut)}</div>`
        : nothing
    }
  </div>`;
}
