import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { icons } from './icons.js';
import type { ViewContext } from './view-context.js';

/** What the drop zone shows. */
export type DropZoneFacts = {
  readonly hasTasks: boolean;
  readonly isMultiple: boolean;
  readonly hasFolderButton: boolean;
  /** Null while nothing is dragged over; then how many files, where the browser tells. */
  readonly dragged: { readonly count: number | null } | null;
  /** Nothing can be dragged here, as on a phone. */
  readonly isTouchOnly: boolean;
  readonly hint: string;
};

/**
 * The invitation: large while the list is empty, one line below the files. Same
 * nodes in both shapes, so that the focus on its button survives the change.
 */
export function viewDropZone(facts: DropZoneFacts, context: ViewContext): TemplateResult {
  const { messages, isDisabled, actions } = context;
  const isOver = facts.dragged !== null;
  return html`<div
    class="zone ${facts.hasTasks ? 'small' : 'large'} ${isOver ? 'over' : ''}"
    part="drop-zone"
    @click=${(event: Event) => onZoneClick(event, context)}
  >
    <span class="zone-icon"
      ><slot name="icon">${isOver ? icons.drop : facts.hasTasks ? icons.plus : icons.upload}</slot></span
    >
    <div class="zone-words">
      <span class="zone-title"><slot>${invitationText(facts, context)}</slot></span>
      <span class="zone-buttons">
        <button
          type="button"
          class=${facts.hasTasks ? 'link' : 'solid'}
          part="button"
          data-action="choose-files"
          ?disabled=${isDisabled}
          @click=${actions.chooseFiles}
        >
          <slot name="button">${buttonText(facts, context)}</slot>
        </button>
        ${
          facts.hasFolderButton
            ? html`<button
                type="button"
                class=${facts.hasTasks ? 'link' : 'plain'}
                part="button"
                data-action="choose-folder"
                ?disabled=${isDisabled}
                @click=${actions.chooseFolder}
              >
                ${messages.chooseFolder}
              </button>`
            : nothing
        }
      </span>
      <span class="zone-hint"
        ><slot name="hint">${isDisabled ? messages.chooserDisabled : facts.hint}</slot></span
      >
    </div>
  </div>`;
}

function invitationText(facts: DropZoneFacts, { messages }: ViewContext): string {
  if (facts.dragged !== null) {
    return messages.dropToAdd(facts.dragged.count);
  }
  if (facts.hasTasks && !facts.isTouchOnly) {
    return facts.isMultiple ? messages.dropMore : messages.dropAnother;
  }
  if (facts.isTouchOnly) {
    return facts.isMultiple ? messages.addFiles : messages.addFile;
  }
  return facts.isMultiple ? messages.dropFiles : messages.dropFile;
}

function buttonText(facts: DropZoneFacts, { messages }: ViewContext): string {
  if (facts.isMultiple) {
    return messages.chooseFiles;
  }
  return facts.hasTasks ? messages.chooseAnother : messages.chooseFile;
}

/** A click beside the buttons chooses too, unless it was meant for something slotted. */
function onZoneClick(event: Event, { isDisabled, actions }: ViewContext): void {
  const zone = event.currentTarget;
  const path = event.composedPath();
  const inside = path.slice(
    0,
    path.findIndex((target) => target === zone),
  );
  const isMeantElsewhere = inside.some(
    (target) =>
      target instanceof Element && target.matches('button, a, input, select, textarea, label, summary'),
  );
  if (!isDisabled && !isMeantElsewhere && !event.defaultPrevented) {
    actions.chooseFiles();
  }
}
