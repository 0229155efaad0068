import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { ConflictChoice } from '../engine/engine-events.js';
import type { TaskSnapshot } from '../engine/task-snapshot.js';
import { shownName } from './shown-name.js';
import type { ViewContext } from './view-context.js';

/** The question that a row asks when its name is taken; `canMeanAll` offers one answer for several. */
export function viewConflict(task: TaskSnapshot, context: ViewContext, canMeanAll: boolean): TemplateResult {
  const { messages, isDisabled, actions } = context;
  const answer = (choice: ConflictChoice) => (event: Event) => {
    const prompt = event.currentTarget instanceof Element ? event.currentTarget.closest('.prompt') : null;
    const forAll = prompt?.querySelector<HTMLInputElement>('input')?.checked ?? false;
    actions.resolve(task.id, choice, forAll);
  };
  const choiceButton = (choice: ConflictChoice, word: string) =>
    html`<button
      type="button"
      class="plain small"
      part="action"
      data-action=${choice}
      aria-label=${messages.actionOn(word, shownName(task.name))}
      ?disabled=${isDisabled}
      @click=${answer(choice)}
    >
      ${word}
    </button>`;
  return html`<div class="prompt" part="prompt" role="group" aria-label=${messages.conflictQuestion}>
    ${choiceButton('rename', messages.keepBoth)} ${choiceButton('overwrite', messages.replace)}
    ${choiceButton('skip', messages.skip)}
    ${
      canMeanAll
        ? html`<label class="for-all"
            ><input type="checkbox" ?disabled=${isDisabled} />${messages.forAll}</label
          >`
        : nothing
    }
  </div>`;
}
