import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Rejection } from '../engine/engine-events.js';
import type { RejectCode, UploadError } from '../errors.js';
import { lastSegment } from '../intake/entry-path.js';
import { nearestPath } from '../intake/path-rule.js';
import { codeSentence } from '../locales/messages.js';
import { queueErrorText } from './queue-error-text.js';
import { icons } from './icons.js';
import { shownName } from './shown-name.js';
import { viewDismiss } from './view-dismiss.js';
import type { ViewContext } from './view-context.js';

/** What needs a person beside the rows. */
export type Notes = {
  /** The whole queue failed for this; null where it did not. */
  readonly queueError: UploadError | null;
  /** A form waits for the files. */
  readonly holdsSubmit: boolean;
  /** Files left out since the last choice. */
  readonly rejections: readonly Rejection[];
  /** The limit behind a reject code, formatted for people; null where there is none. */
  readonly limitFor: (code: RejectCode) => string | null;
};

/** Up to this many files left out are named; more are folded into one sentence a code. */
const NAMED_AT_MOST = 3;

/** Notes above the list: one for the queue, one for all files that were left out. */
export function viewNotes(notes: Notes, context: ViewContext): TemplateResult {
  return html`${notes.holdsSubmit ? viewSubmitHeld(context) : nothing}${viewQueueError(
    notes.queueError,
    context,
  )}${viewRejections(notes, context)}`;
}

function viewSubmitHeld({ messages }: ViewContext): TemplateResult {
  return html`<div class="note calm" part="message">
    ${icons.clock}
    <div class="note-text">${messages.submitWaits}</div>
  </div>`;
}

function viewQueueError(
  error: UploadError | null,
  { messages, actions, isDisabled }: ViewContext,
): TemplateResult | typeof nothing {
  if (error === null) {
    return nothing;
  }
  return html`<div class="note danger" part="message">
    ${icons.alert}
    <div class="note-text">${queueErrorText(error, messages)}</div>
    <button
      type="button"
      class="link"
      part="action"
      data-action="try-again"
      ?disabled=${isDisabled}
      @click=${actions.startAll}
    >
      ${messages.tryAgain}
    </button>
  </div>`;
}

function viewRejections(notes: Notes, context: ViewContext): TemplateResult | typeof nothing {
  const { messages, actions } = context;
  if (notes.rejections.length === 0) {
    return nothing;
  }
  return html`<div class="note warning" part="message">
    ${icons.alert}
    <div class="note-text">
      <div class="note-title">${messages.leftOut(notes.rejections.length)}</div>
      <ul class="note-list" role="list">
        ${noteLines(notes, context)}
      </ul>
    </div>
    ${viewDismiss(messages.dismiss, actions.dismissNotes)}
  </div>`;
}

function noteLines({ rejections, limitFor }: Notes, context: ViewContext): readonly TemplateResult[] {
  if (rejections.length <= NAMED_AT_MOST) {
    return rejections.map(
      (rejection) =>
        html`<li>
          <bdi class="note-name">${shownName(rejection.file.name)}</bdi>
          ${sentence([rejection], limitFor, context)} ${viewAddRenamed([rejection], context)}
        </li>`,
    );
  }
  return groupByReason(rejections).map(
    (group) => html`<li>${sentence(group, limitFor, context)} ${viewAddRenamed(group, context)}</li>`,
  );
}

/** A name that is not allowed is no reason to leave the file out, if the person agrees to another one. */
function viewAddRenamed(
  group: readonly Rejection[],
  { messages, actions, isDisabled }: ViewContext,
): TemplateResult | typeof nothing {
  const [first] = group;
  if (first?.code !== 'invalid-name') {
    return nothing;
  }
  const name = shownName(lastSegment(nearestPath(first.relativePath)));
  const more = group.length > 1 ? ` ${messages.andMore(group.length - 1)}` : '';
  return html`<button
    type="button"
    class="link"
    part="action"
    data-action="add-renamed"
    ?disabled=${isDisabled}
    @click=${() => actions.addRenamed(group)}
  >
    <bdi>${messages.addAs(name)}${more}</bdi>
  </button>`;
}

function groupByReason(rejections: readonly Rejection[]): readonly (readonly Rejection[])[] {
  const groups = new Map<string, Rejection[]>();
  for (const rejection of rejections) {
    const reason = rejection.code === 'custom' ? `custom ${rejection.message}` : rejection.code;
    const group = groups.get(reason);
    if (group === undefined) {
      groups.set(reason, [rejection]);
    } else {
      group.push(rejection);
    }
  }
  return [...groups.values()];
}

/** The sentence for files left out for the same reason. */
function sentence(
  group: readonly Rejection[],
  limitFor: Notes['limitFor'],
  { messages, formats }: ViewContext,
): string {
  const [first] = group;
  if (first === undefined) {
    return '';
  }
  return codeSentence(messages[first.code], {
    name: shownName(first.file.name),
    size: formats.bytes(first.file.size),
    limit: limitFor(first.code),
    count: group.length,
    detail: first.code === 'custom' ? first.message : '',
  });
}
