import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import type { TaskSnapshot } from '../engine/task-snapshot.js';
import type { ViewContext } from './view-context.js';
import { viewTaskRow } from './view-task-row.js';

/** What the list needs beside its tasks. */
export type ListFacts = {
  /** ms since epoch, for countdowns. */
  readonly now: number;
  /** Ids of the tasks whose conflict the page itself answers. */
  readonly askedElsewhere: ReadonlySet<string>;
  /** More than one task waits for an answer. */
  readonly hasMoreConflicts: boolean;
};

const MS_A_SECOND = 1000;

/** The rows, in the order added; one is drawn anew only when something in it changed. */
export function viewTaskList(
  tasks: readonly TaskSnapshot[],
  context: ViewContext,
  { now, askedElsewhere, hasMoreConflicts }: ListFacts,
): TemplateResult {
  return html`<ul class="list" part="list" role="list" aria-label=${context.messages.listLabel}>
    ${repeat(
      tasks,
      (task) => task.id,
      (task) => {
        const facts = {
          secondsToRetry:
            task.retryAt === null ? null : Math.max(0, Math.ceil((task.retryAt - now) / MS_A_SECOND)),
          isAskedElsewhere: askedElsewhere.has(task.id),
          hasMoreConflicts: task.status === 'conflict' && hasMoreConflicts,
        };
        return html`<li class="item" part="item" data-task=${task.id} data-status=${task.status}>
          ${guard([task, context, facts.secondsToRetry, facts.isAskedElsewhere, facts.hasMoreConflicts], () =>
            viewTaskRow(task, context, facts),
          )}
        </li>`;
      },
    )}
  </ul>`;
}
