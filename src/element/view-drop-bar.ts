import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { icons } from './icons.js';
import type { ViewContext } from './view-context.js';
import { onZoneClick, viewZoneButtons, type DropZoneFacts } from './view-drop-zone.js';

/** The invitation in one line. While files are dragged over, a sheet lies on it. */
export function viewDropBar(facts: DropZoneFacts, context: ViewContext): TemplateResult {
  const { messages, isDisabled } = context;
  const { isMultiple, isTouchOnly, hint } = facts;
  return html`<div
    class="bar drop-bar"
    part="drop-zone"
    @click=${(event: Event) => onZoneClick(event, context)}
  >
    <span class="mark"><slot name="icon">${icons.upload}</slot></span>
    <div class="bar-words">
      <slot>
        <span class="bar-title">${isMultiple ? messages.addFiles : messages.addFile}</span>
        ${
          isTouchOnly || isDisabled
            ? nothing
            : html`<span class="phrase">${isMultiple ? messages.dropFiles : messages.dropFile}</span>`
        }
      </slot>
      <span class=${isDisabled ? 'bar-reason' : 'phrase'}
        ><slot name="hint">${isDisabled ? messages.chooserDisabled : hint}</slot></span
      >
    </div>
    <span class="zone-buttons">${viewZoneButtons(facts, 'plain', context)}</span>
  </div>`;
}
