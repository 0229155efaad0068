import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Totals } from '../engine/task-snapshot.js';
import { barRatio } from './bar-ratio.js';
import type { Census } from './census.js';
import { wholePercent } from './format.js';
import { icons } from './icons.js';
import type { ListView } from './list-controller.js';
import { timeLeftText } from './task-line.js';
import { viewAsides, viewFiles, zoneFacts, type BodyFacts } from './view-body.js';
import type { ViewContext } from './view-context.js';
import { viewDropBar } from './view-drop-bar.js';
import { viewDropSheet } from './view-drop-sheet.js';
import { titleText, viewBatchActions } from './view-summary.js';

/** One line: the invitation, or what the batch does; it opens the list below itself. */
export function viewCompact(facts: BodyFacts, context: ViewContext): TemplateResult {
  const { tasks, list, zone } = facts;
  const hasTasks = tasks.length > 0;
  const isOpen = hasTasks && list.isOpen;
  return html`
    ${hasTasks ? viewLine(facts, context) : viewDropBar(zoneFacts(facts, context), context)}
    ${hasTasks ? nothing : html`<slot name="empty"></slot>`} ${viewAsides(facts, context)}
    <div id="panel" class="panel" ?hidden=${!isOpen}>${isOpen ? viewFiles(facts, context) : nothing}</div>
    ${!isOpen && zone.dragged !== null ? viewDropSheet(zone.dragged, context) : nothing}
  `;
}

/** What the line is about. */
type Tone = 'running' | 'paused' | 'trouble' | 'ready' | 'done' | 'canceled';

/** In the order of the header's words: one failure makes no failed batch while others run. */
function toneOf({ moving, queued, paused, failed, asking, held, done }: Census): Tone {
  if (moving + queued > 0) {
    return 'running';
  }
  if (paused > 0) {
    return 'paused';
  }
  if (failed + asking > 0) {
    return 'trouble';
  }
  if (held > 0) {
    return 'ready';
  }
  return done > 0 ? 'done' : 'canceled';
}

function viewLine({ list, totals, canUndo }: BodyFacts, context: ViewContext): TemplateResult {
  const { census } = list;
  const { messages } = context;
  const tone = toneOf(census);
  const needing = census.failed + census.asking;
  const trouble = messages.summaryNeedsYou(0, needing);
  const pieces = canUndo ? [] : phrasePieces(tone, census, totals, context);
  return html`<div class="bar line-${tone}" part="summary">
    <span class="mark">${viewMark(tone, totals, context)}</span>
    <div class="bar-words">
      <span class="bar-title"
        ><bdi>${tone === 'trouble' ? trouble : titleText(census, canUndo, context)}</bdi></span
      >
      ${
        tone !== 'trouble' && needing > 0
          ? html`<span class="bar-trouble"><bdi>${trouble}</bdi></span>`
          : nothing
      }
      ${
        pieces.length === 0
          ? nothing
          : html`<span class="phrase"
              >${pieces.map((text) => html`<span class="piece"><bdi>${text}</bdi></span>`)}</span
            >`
      }
    </div>
    <div class="summary-actions">
      ${viewBatchActions(census, canUndo, context, { retryFrom: tone === 'trouble' ? 1 : Infinity, canClear: list.isOpen })}
      ${tone === 'trouble' && census.canRetry === 0 ? viewShow(list, context) : nothing}
      <button
        type="button"
        class="bare"
        part="action"
        data-action="toggle-list"
        title=${messages.listLabel}
        aria-label=${messages.listLabel}
        aria-expanded=${list.isOpen}
        aria-controls="panel"
        @click=${list.toggleOpen}
      >
        ${icons.chevron}
      </button>
    </div>
  </div>`;
}

/** Where no retry helps, the way to the row that says what does. */
function viewShow(list: ListView, { messages }: ViewContext): TemplateResult {
  return html`<button type="button" class="plain" part="action" data-action="show" @click=${list.showTrouble}>
    ${messages.show}
  </button>`;
}

/** Said only where there is room for all of it. */
function phrasePieces(tone: Tone, census: Census, totals: Totals, context: ViewContext): readonly string[] {
  const { messages, formats } = context;
  switch (tone) {
    case 'running':
      return [
        formats.percent(totals.progress, false),
        ...(census.moving > 0 && totals.secondsLeft !== null
          ? [timeLeftText(totals.secondsLeft, context)]
          : []),
      ];
    case 'paused':
      return [formats.percent(totals.progress, false)];
    case 'trouble':
      return census.done > 0 ? [messages.doneOf(census.done, totals.files - census.canceled)] : [];
    case 'ready':
    case 'done':
      return [formats.bytes(totals.bytes)];
    case 'canceled':
      return [];
  }
}

const MARKS = {
  trouble: icons.alert,
  ready: icons.clock,
  done: icons.tick,
  canceled: icons.close,
} as const;

function viewMark(tone: Tone, { progress }: Totals, { messages, formats }: ViewContext): TemplateResult {
  if (tone !== 'running' && tone !== 'paused') {
    return MARKS[tone];
  }
  return html`<span
    class="ring"
    part="progress"
    role="progressbar"
    aria-label=${messages.progressOfAll}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${wholePercent(progress, false)}
    aria-valuetext=${messages.progressValue(formats.percent(progress, false), null)}
    ><span class="ring-fill" part="bar" ${barRatio('--_ratio', progress)}></span
  ></span>`;
}
