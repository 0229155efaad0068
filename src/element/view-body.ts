import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { TaskSnapshot, Totals } from '../engine/task-snapshot.js';
import { mayBeAccepted } from '../intake/accept-list.js';
import type { Rules } from '../intake/accept-rules.js';
import { dropHint } from './drop-hint.js';
import type { EarlierNews } from './earlier-notice.js';
import type { ListView } from './list-controller.js';
import type { Notices } from './notices.js';
import { rejectLimit } from './reject-limits.js';
import type { ViewContext } from './view-context.js';
import { viewDropSheet } from './view-drop-sheet.js';
import { viewDropZone, type DropZoneFacts } from './view-drop-zone.js';
import { viewEarlier } from './view-earlier.js';
import { viewFilters } from './view-filters.js';
import { viewNotes } from './view-notes.js';
import { viewSummary } from './view-summary.js';
import { viewTaskList } from './view-task-list.js';
import { viewTrouble } from './view-trouble.js';

/** Type of what a camera gives. */
const PHOTO = 'image/jpeg';

/** What the inside of the frame is made from. */
export type BodyFacts = {
  readonly tasks: readonly TaskSnapshot[];
  readonly totals: Totals;
  readonly list: ListView;
  readonly notices: Pick<Notices, 'rejections' | 'queueError' | 'holdsSubmit' | 'askedElsewhere'>;
  /** Ids of the rows that go in some seconds. */
  readonly removed: ReadonlySet<string>;
  /** All were just canceled. */
  readonly canUndo: boolean;
  /** How long files were under way. */
  readonly activeSeconds: number;
  readonly earlier: EarlierNews;
  readonly rules: Rules;
  readonly accept: string;
  readonly zone: Omit<DropZoneFacts, 'hasTasks' | 'hasCamera' | 'hint'>;
};

/** Header, notes, list and drop zone. */
export function viewBody(facts: BodyFacts, context: ViewContext): TemplateResult {
  return html`
    ${facts.tasks.length > 0 ? viewSummary(facts, context) : nothing} ${viewAsides(facts, context)}
    ${viewFiles(facts, context)}
  `;
}

/** Notes on what is in no list. */
export function viewAsides(
  { notices, earlier, rules, accept }: BodyFacts,
  context: ViewContext,
): TemplateResult {
  const { rejections, queueError, holdsSubmit } = notices;
  const limitFor = (code: (typeof rejections)[number]['code']): string | null =>
    rejectLimit(code, rules, accept, context);
  return html`${viewEarlier(earlier, context)}
  ${viewNotes({ queueError, rejections, holdsSubmit, limitFor }, context)}`;
}

/** What needs a person, the list, and the zone below it. */
export function viewFiles(facts: BodyFacts, context: ViewContext): TemplateResult {
  const { tasks, list, removed, zone } = facts;
  const { askedElsewhere } = facts.notices;
  const hasTasks = tasks.length > 0;
  return html`
    ${viewTrouble(list, tasks, context)} ${list.hasFilters ? viewFilters(list, context) : nothing}
    ${
      hasTasks
        ? viewTaskList(list, { tasks, now: Date.now(), askedElsewhere, removed }, context)
        : html`<slot name="empty"></slot>`
    }
    ${hasTasks && zone.dragged !== null ? viewDropSheet(zone.dragged, context) : nothing}
    ${viewDropZone(zoneFacts(facts, context), context)}
  `;
}

/** What the drop zone shows, whatever its shape. */
export function zoneFacts({ tasks, rules, accept, zone }: BodyFacts, context: ViewContext): DropZoneFacts {
  return {
    ...zone,
    hasTasks: tasks.length > 0,
    hasCamera: zone.isTouchOnly && mayBeAccepted(rules.accept, PHOTO),
    hint: dropHint(accept, rules.maxFileBytes, context),
  };
}
