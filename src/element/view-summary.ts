import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { TaskSnapshot, Totals } from '../engine/task-snapshot.js';
import { barRatio } from './bar-ratio.js';
import { FEW_SECONDS, wholePercent } from './format.js';
import { icons } from './icons.js';
import { taskAction } from './task-action.js';
import type { ViewContext } from './view-context.js';

/** Counts that the header speaks of. */
type Census = {
  readonly moving: number;
  readonly queued: number;
  readonly paused: number;
  readonly asking: number;
  readonly failed: number;
  readonly canRetry: number;
  readonly done: number;
  readonly canceled: number;
  readonly pausable: number;
  /** Bytes of failed tasks that never left. */
  readonly failedBytes: number;
};

/** The header of the whole batch: what happens, how far, what can be done with all. */
export function viewSummary(
  tasks: readonly TaskSnapshot[],
  totals: Totals,
  context: ViewContext,
  isManualStart: boolean,
): TemplateResult {
  const census = takeCensus(tasks);
  const isSettled = census.moving + census.queued + census.paused + census.asking === 0;
  const tone = !isSettled ? 'running' : census.failed > 0 ? 'trouble' : 'done';
  return html`<div class="summary" part="summary">
    <div class="headline">
      <div class="title"><bdi>${titleText(census, context, isManualStart)}</bdi></div>
      <div class="meta">
        ${metaPieces(totals, census, context).map(
          ({ text, rank }) => html`<span class="piece rank-${rank}"><bdi>${text}</bdi></span>`,
        )}
      </div>
    </div>
    <div class="summary-actions">${viewBatchActions(census, context, isManualStart)}</div>
    ${viewRibbon(totals, census, tone, context)}
  </div>`;
}

function takeCensus(tasks: readonly TaskSnapshot[]): Census {
  let moving = 0;
  let pausable = 0;
  let canRetry = 0;
  let failedBytes = 0;
  const by = { queued: 0, paused: 0, conflict: 0, failed: 0, completed: 0, canceled: 0 };
  for (const task of tasks) {
    switch (task.status) {
      case 'hashing':
      case 'authorizing':
      case 'uploading':
      case 'confirming':
      case 'waiting':
        moving += 1;
        break;
      default:
        by[task.status] += 1;
    }
    const action = taskAction(task);
    if (action === 'pause' || task.status === 'queued' || task.status === 'waiting') {
      pausable += 1;
    }
    if (task.status === 'failed') {
      failedBytes += task.size - task.bytesSent;
      canRetry += action === 'retry' ? 1 : 0;
    }
  }
  return {
    moving,
    queued: by.queued,
    paused: by.paused,
    asking: by.conflict,
    failed: by.failed,
    canRetry,
    done: by.completed,
    canceled: by.canceled,
    pausable,
    failedBytes,
  };
}

function titleText(census: Census, { messages }: ViewContext, isManualStart: boolean): string {
  if (census.moving > 0) {
    return messages.summaryUploading(census.moving + census.queued);
  }
  if (census.queued > 0) {
    return isManualStart ? messages.summaryReady(census.queued) : messages.summaryUploading(census.queued);
  }
  if (census.paused > 0) {
    return messages.summaryPaused;
  }
  const needing = census.failed + census.asking;
  if (needing > 0) {
    return messages.summaryNeedsYou(census.done, needing);
  }
  return census.done > 0 ? messages.summaryDone(census.done) : messages.summaryCanceled(census.canceled);
}

/** Rank 1 stays in any width, 3 goes first. */
type MetaPiece = { readonly text: string; readonly rank: 1 | 2 | 3 };

function metaPieces(
  totals: Totals,
  census: Census,
  { messages, formats }: ViewContext,
): readonly MetaPiece[] {
  const size = formats.bytes(totals.bytes);
  if (census.moving + census.queued + census.paused === 0) {
    return [
      { text: size, rank: 1 },
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

function viewBatchActions(census: Census, context: ViewContext, isManualStart: boolean): TemplateResult {
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
  const isStartable = isManualStart && census.queued > 0 && census.moving === 0;
  return html`
    ${isStartable ? button('start-all', messages.startAll, icons.resume, actions.startAll) : nothing}
    ${
      census.pausable > 0 && !isStartable
        ? button('pause-all', messages.pauseAll, icons.pause, actions.pauseAll)
        : nothing
    }
    ${
      census.paused > 0 && census.pausable === 0
        ? button('resume-all', messages.resumeAll, icons.resume, actions.resumeAll)
        : nothing
    }
    ${census.canRetry > 1 ? button('retry-all', messages.retryAll, icons.retry, actions.retryAll) : nothing}
    ${
      census.moving + census.queued + census.paused + census.asking === 0 && census.done + census.canceled > 0
        ? button('clear-finished', messages.clearList, nothing, actions.clearFinished)
        : nothing
    }
  `;
}

/** Sent, rest and failed by bytes, so that one glance says how much is left and how much needs a person. */
function viewRibbon(totals: Totals, census: Census, tone: string, context: ViewContext): TemplateResult {
  const { messages, formats } = context;
  const isDone = tone === 'done';
  const percent = formats.percent(totals.progress, isDone);
  const failedRatio = totals.bytes > 0 ? census.failedBytes / totals.bytes : census.failed > 0 ? 1 : 0;
  const sentRatio = totals.bytes > 0 ? totals.bytesSent / totals.bytes : totals.progress;
  return html`<div
    class="ribbon ${tone}"
    part="progress"
    role="progressbar"
    aria-label=${messages.progressOfAll}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${wholePercent(totals.progress, isDone)}
    aria-valuetext=${messages.progressValue(percent, null)}
  >
    <div class="fill" part="bar" ${barRatio('--_ratio', isDone ? 1 : sentRatio)}></div>
    <div class="failed" ${barRatio('--_ratio', Math.min(failedRatio, 1 - sentRatio))}></div>
  </div>`;
}
