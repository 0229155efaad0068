import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { EarlierNews } from './earlier-notice.js';
import { icons } from './icons.js';
import { shownName } from './shown-name.js';
import { viewDismiss } from './view-dismiss.js';
import type { ViewContext } from './view-context.js';

/** Up to this many files are named; own figure. */
const NAMED_AT_MOST = 3;

/** The note on unfinished uploads of an earlier visit. */
export function viewEarlier(
  { records, needsFiles }: EarlierNews,
  { messages, actions, isDisabled }: ViewContext,
): TemplateResult | typeof nothing {
  if (records.length === 0) {
    return nothing;
  }
  const title = needsFiles
    ? messages.earlierNeedFiles(records.length)
    : messages.earlierUploads(records.length);
  const more = records.length - NAMED_AT_MOST;
  return html`<div class="note earlier" part="message">
    ${icons.retry}
    <div class="note-text">
      <div class="note-title">${title}</div>
      <ul class="note-list" role="list">
        ${records
          .slice(0, NAMED_AT_MOST)
          .map(({ name }) => html`<li><bdi class="note-name">${shownName(name)}</bdi></li>`)}
        ${more > 0 ? html`<li>${messages.andMore(more)}</li>` : nothing}
      </ul>
      <div class="note-actions">
        <button
          type="button"
          class="link"
          part="action"
          data-action="continue"
          ?disabled=${isDisabled}
          @click=${needsFiles ? actions.chooseFiles : actions.continueEarlier}
        >
          ${needsFiles ? messages.chooseFiles : messages.continueEarlier}
        </button>
        <button
          type="button"
          class="link"
          part="action"
          data-action="discard"
          ?disabled=${isDisabled}
          @click=${actions.discardEarlier}
        >
          ${messages.discardEarlier}
        </button>
      </div>
    </div>
    ${viewDismiss(messages.dismiss, actions.putEarlierAside)}
  </div>`;
}
