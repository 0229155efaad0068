import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { TaskSnapshot } from '../engine/task-snapshot.js';
import { barRatio } from './bar-ratio.js';
import { fileKind } from './file-kind.js';
import { wholePercent } from './format.js';
import { fileIcons, icons } from './icons.js';
import { preview } from './preview.js';
import { pathDirection, shownName } from './shown-name.js';
import { splitName } from './split-name.js';
import { isAtRest, taskAction } from './task-action.js';
import type { TaskAction } from './task-action.js';
import { removedLine, taskLine, timeLeftText } from './task-line.js';
import { viewConflict } from './view-conflict.js';
import type { ViewContext } from './view-context.js';

/** What a row needs beside its task. */
export type RowFacts = {
  /** Shown before its name, `/`-joined; empty where there is nothing to say. */
  readonly folder: string;
  /** Whole seconds until the next try; null where none is planned. */
  readonly secondsToRetry: number | null;
  /** The page itself asks about the taken name. */
  readonly isAskedElsewhere: boolean;
  /** It goes in some seconds; until then that can be taken back. */
  readonly isRemoved: boolean;
  readonly hasMoreConflicts: boolean;
};

/** One file: picture, name, what happens to it, what can be done. */
export function viewTaskRow(task: TaskSnapshot, context: ViewContext, facts: RowFacts): TemplateResult {
  const { messages, formats, hasPreviews } = context;
  const kind = fileKind(task.type, task.name);
  const line = facts.isRemoved ? removedLine(context) : taskLine(task, context, facts.secondsToRetry);
  const isPrompting = task.status === 'conflict' && !facts.isAskedElsewhere;
  const texts =
    task.status === 'conflict' && facts.isAskedElsewhere
      ? [{ text: messages.conflictElsewhere, rank: 1 } as const]
      : line.pieces;
  const isMoving = task.status === 'uploading' || task.status === 'confirming';
  return html`
    <div class="thumb" part="preview">
      ${preview(hasPreviews ? task.file : null, kind, fileIcons[kind])}${viewUndeveloped(task)}
    </div>
    <div class="about">
      ${viewName(task, facts.folder)}
      <div class="line tone-${line.tone}" part="status">
        ${line.icon ?? nothing}
        <span class="pieces"
          >${texts.map(({ text, rank }) => html`<span class="piece line-${rank}"><bdi>${text}</bdi></span>`)}</span
        >
      </div>
      ${isPrompting ? viewConflict(task, context, facts.hasMoreConflicts) : nothing}
    </div>
    <div class="actions" part="actions">
      ${
        isMoving
          ? html`<span class="percent" aria-hidden="true">${formats.percent(task.progress, false)}</span>`
          : nothing
      }
      ${
        facts.isRemoved
          ? viewButton('undo', task, context)
          : html`${viewAction(task, context)} ${viewRemove(task, context)}`
      }
    </div>
    ${viewRail(task, context)}
  `;
}

/** What of the picture stays grey, since its bytes are still to be sent. */
function viewUndeveloped({ bytesSent, status, progress }: TaskSnapshot): TemplateResult | typeof nothing {
  return bytesSent === 0 || status === 'completed'
    ? nothing
    : html`<div class="undeveloped" ${barRatio('--_ratio', 1 - progress)}></div>`;
}

function viewName(task: TaskSnapshot, folder: string): TemplateResult {
  const [head, tail] = splitName(shownName(task.name));
  return html`<div
    class="name"
    part="name"
    dir=${pathDirection(folder + task.name)}
    title=${shownName(task.relativePath || task.name)}
  >
    ${folder === '' ? nothing : html`<bdi class="folder">${shownName(folder)}/</bdi>`}<bdi class="file-name"
      ><span class="head">${head}</span
      >${tail === '' ? nothing : html`<span class="tail">${tail}</span>`}</bdi
    >
  </div>`;
}

function viewAction(task: TaskSnapshot, context: ViewContext): TemplateResult | typeof nothing {
  const action = taskAction(task);
  return action === null ? nothing : viewButton(action, task, context);
}

function viewButton(
  action: TaskAction | 'undo',
  task: TaskSnapshot,
  { messages, actions, isDisabled }: ViewContext,
): TemplateResult {
  const looks = {
    pause: { word: messages.pause, icon: icons.pause, run: actions.pause },
    resume: { word: messages.resume, icon: icons.resume, run: actions.resume },
    retry: { word: messages.retry, icon: icons.retry, run: actions.retry },
    'try-now': { word: messages.tryNow, icon: icons.retry, run: actions.retry },
    undo: { word: messages.undo, icon: icons.retry, run: actions.undo },
  } satisfies Record<TaskAction | 'undo', unknown>;
  const { word, icon, run } = looks[action];
  const isWordy = action !== 'pause' && action !== 'resume';
  return html`<button
    type="button"
    class=${isWordy ? 'plain wordy' : 'bare'}
    part="action"
    data-action=${action}
    title=${word}
    aria-label=${messages.actionOn(word, shownName(task.name))}
    ?disabled=${isDisabled}
    @click=${() => run(task.id)}
  >
    ${icon}<span class="word" ?hidden=${!isWordy}>${word}</span>
  </button>`;
}

function viewRemove(task: TaskSnapshot, context: ViewContext): TemplateResult {
  const { messages, actions, isDisabled } = context;
  const isFinished = isAtRest(task.status);
  const word = isFinished ? messages.remove : messages.cancel;
  return html`<button
    type="button"
    class="bare"
    part="action"
    data-action=${isFinished ? 'remove' : 'cancel'}
    title=${word}
    aria-label=${messages.actionOn(word, shownName(task.name))}
    ?disabled=${isDisabled}
    @click=${() => actions.remove(task)}
  >
    ${icons.close}
  </button>`;
}

/** The hairline under a row, which is its progress bar while there is progress. */
function viewRail(task: TaskSnapshot, context: ViewContext): TemplateResult {
  const { messages, formats } = context;
  const isHashing = task.status === 'hashing';
  const ratio = isHashing ? (task.size > 0 ? task.bytesHashed / task.size : 0) : task.progress;
  const hasProgress =
    isHashing ||
    task.status === 'uploading' ||
    task.status === 'confirming' ||
    ((task.status === 'paused' || task.status === 'waiting' || task.status === 'conflict') &&
      task.bytesSent > 0);
  if (!hasProgress) {
    return html`<div class="rail"></div>`;
  }
  const isFrozen = isHashing || task.status === 'paused' || task.waitReason === 'offline';
  const left = task.secondsLeft === null ? null : timeLeftText(task.secondsLeft, context);
  return html`<div
    class=${isFrozen ? 'rail has-progress frozen' : 'rail has-progress'}
    part="progress"
    role="progressbar"
    aria-label=${messages.progressOf(shownName(task.name))}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${wholePercent(ratio, false)}
    aria-valuetext=${messages.progressValue(formats.percent(ratio, false), left)}
  >
    <div class="fill" part="bar" ${barRatio('--_ratio', task.status === 'confirming' ? 1 : ratio)}></div>
  </div>`;
}
