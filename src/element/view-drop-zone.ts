import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Dragged } from './drag-controller.js';
import { icons } from './icons.js';
import type { Messages } from '../locales/messages.js';
import type { ViewContext } from './view-context.js';

/** What the drop zone shows. */
export type DropZoneFacts = {
  readonly hasTasks: boolean;
  readonly isMultiple: boolean;
  readonly hasFolderButton: boolean;
  /** Null while nothing is dragged over. */
  readonly dragged: Dragged | null;
  /** Nothing can be dragged here, as on a phone. */
  readonly isTouchOnly: boolean;
  /** A photo may be taken and added. */
  readonly hasCamera: boolean;
  readonly hint: string;
};

/**
 * The invitation: large while the list is empty, one line below the files. Same
 * nodes in both shapes, so that the focus on its button survives the change.
 */
export function viewDropZone(facts: DropZoneFacts, context: ViewContext): TemplateResult {
  const { messages, isDisabled } = context;
  return html`<div
    class="zone ${facts.hasTasks ? 'small' : 'large'} ${dragClass(facts)}"
    part="drop-zone"
    @click=${(event: Event) => onZoneClick(event, context)}
  >
    <span class="zone-icon"><slot name="icon">${zoneIcon(facts)}</slot></span>
    <div class="zone-words">
      <span class="zone-title"><slot>${invitationText(facts, context)}</slot></span>
      <span class="zone-buttons">${viewZoneButtons(facts, facts.hasTasks ? 'link' : 'solid', context)}</span>
      <span class="zone-hint"
        ><slot name="hint">${isDisabled ? messages.chooserDisabled : hintText(facts, context)}</slot></span
      >
    </div>
  </div>`;
}

/** The buttons that choose; the first one stands out as `first` says. */
export function viewZoneButtons(
  facts: DropZoneFacts,
  first: 'solid' | 'plain' | 'link',
  context: ViewContext,
): TemplateResult {
  const { messages, isDisabled, actions } = context;
  const other = (action: string, word: string, run: () => void): TemplateResult =>
    html`<button
      type="button"
      class=${first === 'link' ? 'link' : 'plain'}
      part="button"
      data-action=${action}
      ?disabled=${isDisabled}
      @click=${run}
    >
      ${word}
    </button>`;
  return html`<button
      type="button"
      class=${first}
      part="button"
      data-action="choose-files"
      ?disabled=${isDisabled}
      @click=${actions.chooseFiles}
    >
      <slot name="button">${buttonText(facts, context)}</slot>
    </button>
    ${facts.hasCamera ? other('take-photo', messages.takePhoto, actions.takePhoto) : nothing}
    ${facts.hasFolderButton ? other('choose-folder', messages.chooseFolder, actions.chooseFolder) : nothing}`;
}

/** How the zone looks while files are dragged over. */
function dragClass({ dragged }: DropZoneFacts): string {
  return dragged === null ? '' : isAllRefused(dragged) ? 'over refused' : 'over';
}

/** The picture of the zone. */
function zoneIcon({ dragged, hasTasks }: DropZoneFacts): TemplateResult {
  if (dragged !== null) {
    return isAllRefused(dragged) ? icons.alert : icons.drop;
  }
  return hasTasks ? icons.plus : icons.upload;
}

/** What a drop would do, before it is done. */
export function dropText(dragged: Dragged, messages: Messages): string {
  if (isAllRefused(dragged)) {
    return messages.dropRefused;
  }
  return messages.dropToAdd(dragged.count === null ? null : dragged.count - dragged.leftOut);
}

/** Everything that is dragged is of a kind that no rule lets in. */
export function isAllRefused({ count, leftOut }: Dragged): boolean {
  return count !== null && leftOut === count;
}

/** What may be added, or what of a drop may not. */
function hintText({ dragged, hint }: DropZoneFacts, { messages }: ViewContext): string {
  return dragged === null || dragged.leftOut === 0 || isAllRefused(dragged)
    ? hint
    : messages.dropLeavesOut(dragged.leftOut);
}

function invitationText(facts: DropZoneFacts, { messages }: ViewContext): string {
  if (facts.dragged !== null) {
    return dropText(facts.dragged, messages);
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
export function onZoneClick(event: Event, { isDisabled, actions }: ViewContext): void {
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
