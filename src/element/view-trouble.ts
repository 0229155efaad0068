import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { TaskSnapshot } from '../engine/task-snapshot.js';
import type { UploadErrorCode } from '../errors.js';
import { codeSentence } from '../locales/messages.js';
import { icons } from './icons.js';
import type { ListView } from './list-controller.js';
import { filterOf } from './list-filter.js';
import { shownName } from './shown-name.js';
import { taskAction } from './task-action.js';
import type { ViewContext } from './view-context.js';

/** So many files with the same sentence are one note. */
const FOLDED_FROM = 3;

/** Most notes on failures; the chip "Needs you" counts them all. Own figure. */
const NOTES_AT_MOST = 3;

/** What needs a person, before all else: failures folded by their sentence, or the first one by its name. */
export function viewTrouble(
  list: ListView,
  tasks: readonly TaskSnapshot[],
  context: ViewContext,
): TemplateResult | readonly TemplateResult[] | typeof nothing {
  const folded = [...list.failures].filter(([, count]) => count >= FOLDED_FROM);
  if (folded.length > 0) {
    return folded
      .sort(([, one], [, other]) => other - one)
      .slice(0, NOTES_AT_MOST)
      .map(([code, count]) => viewFolded(code, count, list, tasks, context));
  }
  const { failed, asking, moving, queued, paused } = list.census;
  const isSaidAbove = moving + queued + paused === 0;
  return failed + asking === 0 || isSaidAbove || list.hasFilters
    ? nothing
    : viewFirst(failed + asking, list, tasks, context);
}

function viewFolded(
  code: UploadErrorCode,
  count: number,
  list: ListView,
  tasks: readonly TaskSnapshot[],
  context: ViewContext,
): TemplateResult {
  const { messages, actions } = context;
  const theirs = (): readonly TaskSnapshot[] => tasks.filter((task) => isFailedWith(task, code));
  // A text that is made tells itself for how many files it stands.
  const text = messages[code];
  const sentence = codeSentence(text, { name: '', size: null, limit: null, count, detail: '' });
  const first = tasks.find((task) => isFailedWith(task, code));
  const canRetry = first !== undefined && taskAction(first) === 'retry';
  return viewNote(
    typeof text === 'string' ? messages.foldedErrors(count, sentence) : sentence,
    list,
    context,
    {
      name: canRetry ? 'retry-these' : 'remove-these',
      word: canRetry ? messages.retryAll : messages.removeAll,
      run: () => {
        if (!canRetry) actions.remove(...theirs());
        else for (const { id } of theirs()) actions.retry(id);
      },
    },
  );
}

function viewFirst(
  count: number,
  list: ListView,
  tasks: readonly TaskSnapshot[],
  context: ViewContext,
): TemplateResult {
  const { messages } = context;
  const first = tasks.find((task) => filterOf(task) === 'needs-you');
  const isOneFailure = count === 1 && first?.status === 'failed';
  const text = isOneFailure
    ? messages.announceFailed(shownName(first.name))
    : messages.summaryNeedsYou(0, count);
  return viewNote(text, list, context, null);
}

function viewNote(
  text: string,
  list: ListView,
  { messages, isDisabled }: ViewContext,
  action: { readonly name: string; readonly word: string; readonly run: () => void } | null,
): TemplateResult {
  return html`<div class="note danger" part="message">
    ${icons.alert}
    <div class="note-text"><bdi>${text}</bdi></div>
    <div class="note-actions">
      <button type="button" class="link" part="action" data-action="show" @click=${list.showTrouble}>
        ${messages.show}
      </button>
      ${
        action === null
          ? nothing
          : html`<button
              type="button"
              class="link"
              part="action"
              data-action=${action.name}
              ?disabled=${isDisabled}
              @click=${action.run}
            >
              ${action.word}
            </button>`
      }
    </div>
  </div>`;
}

function isFailedWith(task: TaskSnapshot, code: UploadErrorCode): boolean {
  return task.status === 'failed' && (task.error?.code ?? 'unknown') === code;
}
