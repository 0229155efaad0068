import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Totals } from '../engine/task-snapshot.js';
import { barRatio } from './bar-ratio.js';
import type { Census } from './census.js';
import { FEW_SECONDS, wholePercent } from './format.js';
import { icons } from './icons.js';
import type { BodyFacts } from './view-body.js';
import type { ViewContext } from './view-context.js';

/** The header of the whole batch: what happens, how far, what can be done with all. */
export function viewSummary(
  { list: { census }, totals, canUndo, activeSeconds }: BodyFacts,
  context: ViewContext,
): TemplateResult {
  const tone = canUndo ? 'canceled' : toneOf(census);
  return html`<div class="summary" part="summary">
    <div class="headline">
      <div class="title"><bdi>${titleText(census, canUndo, context)}</bdi></div>
      <div class="meta">
        ${(canUndo ? [] : metaPieces(census, totals, activeSeconds, context)).map(
          ({ text, rank }) => html`<span class="piece rank-${rank}"><bdi>${text}</bdi></span>`,
        )}
      </div>
    </div>
    <div class="summary-actions">${viewBatchActions(census, canUndo, context)}</div>
    ${viewRibbon(totals, census, tone, context)}
  </div>`;
}

/** What the ribbon shows. */
type Tone = 'running' | 'trouble' | 'done' | 'canceled';

function toneOf(census: Census): Tone {
  if (unsettled(census) > 0) {
    return 'running';
  }
  if (census.failed > 0) {
    return 'trouble';
  }
  return census.done > 0 ? 'done' : 'canceled';
}

/** How many files move, or will, or wait for a person. */
function unsettled({ moving, queued, held, paused, asking }: Census): number {
  return moving + queued + held + paused + asking;
}

/** What the batch does, in a few words; `canUndo`: all were just canceled. */
export function titleText(census: Census, canUndo: boolean, { messages }: ViewContext): string {
  if (canUndo) {
    return messages.summaryCanceled(census.canceled);
  }
  if (census.moving + census.queued > 0) {
    return messages.summaryUploading(census.moving + census.queued);
  }
  if (census.paused > 0) {
    return messages.summaryPaused;
  }
  const needing = census.failed + census.asking;
  if (needing > 0) {
    return messages.summaryNeedsYou(census.done, needing);
  }
  if (census.held > 0) {
    return messages.summaryReady(census.held);
  }
  return census.done > 0 ? messages.summaryDone(census.done) : messages.summaryCanceled(census.canceled);
}

/** Rank 1 stays in any width, 3 goes first. */
type MetaPiece = { readonly text: string; readonly rank: 1 | 2 | 3 };

function metaPieces(
  census: Census,
  totals: Totals,
  activeSeconds: number,
  { messages, formats }: ViewContext,
): readonly MetaPiece[] {
  const size = formats.bytes(totals.bytes);
  if (toneOf(census) === 'canceled') {
    return [];
  }
  if (census.moving + census.queued + census.held + census.paused === 0) {
    return [
      { text: size, rank: 1 },
      ...(activeSeconds > 0 ? [{ text: formats.exactSeconds(activeSeconds), rank: 2 } as const] : []),
      ...(totals.bytesSaved > 0
        ? [{ text: messages.savedBytes(formats.bytes(totals.bytesSaved)), rank: 2 } as const]
        : []),
    ];
  }
  const files = totals.files - census.canceled;
  const isMoving = census.moving > 0;
  return [
    { text: messages.doneOf(census.done, files), rank: 1 },
    { text: messages.bytesOf(formats.bytesAsIn(totals.bytesSent, totals.bytes), size), rank: 2 },
    ...(isMoving && totals.bytesPerSecond !== null
      ? [{ text: formats.rate(totals.bytesPerSecond), rank: 3 } as const]
      : []),
    ...(isMoving && totals.secondsLeft !== null
      ? [
          {
            text:
              totals.secondsLeft < FEW_SECONDS
                ? messages.fewSecondsLeft
                : messages.aboutTimeLeft(formats.duration(totals.secondsLeft)),
            rank: 1,
          } as const,
        ]
      : []),
  ];
}

/** The buttons for the whole batch; `canUndo` as for the title. */
export function viewBatchActions(
  census: Census,
  canUndo: boolean,
  context: ViewContext,
  { retryFrom = 2, canClear = true }: { readonly retryFrom?: number; readonly canClear?: boolean } = {},
): TemplateResult {
  const { messages, actions } = context;
  const button = (name: string, word: string, icon: TemplateResult | typeof nothing, run: () => void) =>
    html`<button
      type="button"
      class=${icon === nothing ? 'plain' : 'plain wordy'}
      part="action"
      data-action=${name}
      title=${word}
      aria-label=${word}
      ?disabled=${context.isDisabled}
      @click=${run}
    >
      ${icon}<span class="word">${word}</span>
    </button>`;
  if (canUndo) {
    return html`${button('undo-all', messages.undo, icons.retry, actions.undoCancelAll)}`;
  }
  return html`
    ${census.held > 0 ? button('start-all', messages.startAll, icons.resume, actions.startAll) : nothing}
    ${census.pausable > 0 ? button('pause-all', messages.pauseAll, icons.pause, actions.pauseAll) : nothing}
    ${census.paused > 0 ? button('resume-all', messages.resumeAll, icons.resume, actions.resumeAll) : nothing}
    ${census.canRetry >= retryFrom ? button('retry-all', census.canRetry > 1 ? messages.retryAll : messages.retry, icons.retry, actions.retryAll) : nothing}
    ${canClear && unsettled(census) > 1 ? button('cancel-all', messages.cancelAll, icons.close, actions.cancelAll) : nothing}
    ${
      canClear && unsettled(census) === 0 && census.done + census.canceled > 0
        ? button('clear-finished', messages.clearList, nothing, actions.clearFinished)
        : nothing
    }
  `;
}

/** Sent, rest and failed by bytes, so that one glance says how much is left and how much needs a person. */
function viewRibbon(totals: Totals, census: Census, tone: Tone, context: ViewContext): TemplateResult {
  const { messages, formats } = context;
  const isDone = tone === 'done';
  const progress = tone === 'canceled' ? 0 : totals.progress;
  const failedRatio = totals.bytes > 0 ? census.failedBytes / totals.bytes : census.failed > 0 ? 1 : 0;
  const sentRatio = totals.bytes > 0 ? totals.bytesSent / totals.bytes : progress;
  return html`<div
    class="ribbon ${tone}"
    part="progress"
    role="progressbar"
    aria-label=${messages.progressOfAll}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${wholePercent(progress, isDone)}
    aria-valuetext=${messages.progressValue(formats.percent(progress, isDone), null)}
  >
    <div class="fill" part="bar" ${barRatio('--_ratio', isDone ? 1 : sentRatio)}></div>
    <div class="failed" ${barRatio('--_ratio', Math.min(failedRatio, 1 - sentRatio))}></div>
  </div>`;
}
