import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Rejection } from '../engine/engine-events.js';
import type { RejectCode, UploadError } from '../errors.js';
import { codeSentence } from '../locales/messages.js';
import { icons } from './icons.js';
import { shownName } from './shown-name.js';
import type { ViewContext } from './view-context.js';

/** What needs a person beside the rows. */
export type Notes = {
  /** The whole queue failed for this; null where it did not. */
  readonly queueError: UploadError | null;
  /** Files left out since the last choice. */
  readonly rejections: readonly Rejection[];
  /** The limit behind a reject code, formatted for people; null where there is none. */
  readonly limitFor: (code: RejectCode) => string | null;
};

/** Up to this many files left out are named; more are folded into one sentence a code. */
const NAMED_AT_MOST = 3;

/** Notes above the list: one for the queue, one for all files that were left out. */
export function viewNotes(notes: Notes, context: ViewContext): TemplateResult {
  return html`${viewQueueError(notes.queueError, context)}${viewRejections(notes, context)}`;
}

function viewQueueError(
  error: UploadError | null,
  { messages, actions, isDisabled }: ViewContext,
): TemplateResult | typeof nothing {
  if (error === null) {
    return nothing;
  }
  const facts = { name: '', size: null, limit: null, count: 1, detail: '' };
  return html`<div class="note danger" part="message">
    ${icons.alert}
    <div class="note-text">${codeSentence(messages[error.code], facts)}</div>
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
    <button
      type="button"
      class="bare"
      part="action"
      data-action="dismiss"
      title=${messages.dismiss}
      aria-label=${messages.dismiss}
      @click=${actions.dismissNotes}
    >
      ${icons.close}
    </button>
  </div>`;
}

function noteLines({ rejections, limitFor }: Notes, context: ViewContext): readonly TemplateResult[] {
  if (rejections.length <= NAMED_AT_MOST) {
    return rejections.map(
      (rejection) =>
        html`<li>
          <bdi class="note-name">${shownName(rejection.file.name)}</bdi>
          ${sentence([rejection], limitFor, context)}
        </li>`,
    );
  }
  return groupByReason(rejections).map((group) => html`<li>${sentence(group, limitFor, context)}</li>`);
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
