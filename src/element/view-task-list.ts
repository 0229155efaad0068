import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import { repeat } from 'lit/directives/repeat.js';
import type { TaskSnapshot } from '../engine/task-snapshot.js';
import type { ListView } from './list-controller.js';
import { folderBelow, type FileItem } from './list-items.js';
import type { DrawnItem } from './list-window.js';
import type { ViewContext } from './view-context.js';
import { viewFolderRow } from './view-folder-row.js';
import { viewTaskRow } from './view-task-row.js';

/** What the list needs beside its rows. */
export type ListFacts = {
  readonly tasks: readonly TaskSnapshot[];
  /** ms since epoch, for countdowns. */
  readonly now: number;
  /** Ids of the tasks whose conflict the page itself answers. */
  readonly askedElsewhere: ReadonlySet<string>;
  /** Ids of the rows that go in some seconds. */
  readonly removed: ReadonlySet<string>;
};

const MS_A_SECOND = 1000;

/** The rows in the order added: all of a short list, of a long one those in sight. */
export function viewTaskList(list: ListView, facts: ListFacts, context: ViewContext): TemplateResult {
  const { messages } = context;
  return html`<ul
      class=${`list ${list.isVirtual ? 'virtual' : ''} ${list.isGrid ? 'grid' : ''}`}
      part="list"
      role="list"
      aria-label=${messages.listLabel}
      @keydown=${list.onKey}
      @focusin=${list.onFocus}
    >
      ${repeat(
        list.drawn,
        ({ item }) => item.key,
        (drawn) => viewRow(drawn, list, facts, context),
      )}
    </ul>
    ${list.count === 0 ? html`<div class="nothing-here">${messages.nothingHere}</div>` : nothing}`;
}

/** One row; drawn anew only when something in it changed. */
function viewRow(
  { item, place }: DrawnItem,
  list: ListView,
  facts: ListFacts,
  context: ViewContext,
): TemplateResult {
  const task = item.kind === 'file' ? facts.tasks[item.place] : undefined;
  return html`<li
    class=${item.kind === 'file' ? 'item' : 'group'}
    part=${item.kind === 'file' ? 'item' : 'group'}
    data-row=${item.key}
    data-task=${ifDefined(task?.id)}
    data-status=${ifDefined(task?.status)}
    tabindex=${ifDefined(list.isVirtual ? (item.key === list.currentKey ? 0 : -1) : undefined)}
    aria-setsize=${ifDefined(list.isVirtual ? list.count : undefined)}
    aria-posinset=${ifDefined(list.isVirtual ? place + 1 : undefined)}
  >
    ${
      item.kind === 'folder'
        ? viewFolderRow(item.group, facts.tasks, list.toggle, context)
        : viewFile(item, list, facts, context)
    }
  </li>`;
}

function viewFile(
  { group, place }: FileItem,
  { census, folders }: ListView,
  { tasks, now, askedElsewhere, removed }: ListFacts,
  context: ViewContext,
): unknown {
  const task = tasks[place];
  if (task === undefined) {
    return nothing;
  }
  const facts = {
    folder: folderBelow(folders[place] ?? '', group),
    secondsToRetry: task.retryAt === null ? null : Math.max(0, Math.ceil((task.retryAt - now) / MS_A_SECOND)),
    isAskedElsewhere: askedElsewhere.has(task.id),
    isRemoved: removed.has(task.id),
    hasMoreConflicts: task.status === 'conflict' && census.asking > 1,
  };
  return guard([task, context, ...Object.values(facts)], () => viewTaskRow(task, context, facts));
}
