import { html } from 'lit';
import type { TemplateResult } from 'lit';
import type { TaskSnapshot } from '../engine/task-snapshot.js';
import { icons } from './icons.js';
import type { FolderGroup } from './list-items.js';
import { shownName } from './shown-name.js';
import type { ViewContext } from './view-context.js';

/** The header of the files of one folder: its name, how many they are, how far; a press hides or shows them. */
export function viewFolderRow(
  group: FolderGroup,
  tasks: readonly TaskSnapshot[],
  toggle: (groupKey: string) => void,
  { messages, formats }: ViewContext,
): TemplateResult {
  const { ratio, isDone } = progressOf(group, tasks);
  const pieces = [messages.fileCount(group.places.length), formats.percent(ratio, isDone)];
  return html`<button
    type="button"
    class="bare folder-row"
    data-action="toggle-folder"
    aria-expanded=${group.isCollapsed ? 'false' : 'true'}
    title=${shownName(group.folder)}
    @click=${() => toggle(group.key)}
  >
    <span class="twist">${icons.chevron}</span>${icons.folder}
    <bdi class="folder-name">${shownName(group.folder)}</bdi>
    <span class="folder-facts"
      >${pieces.map((text) => html`<span class="piece"><bdi>${text}</bdi></span>`)}</span
    >
  </button>`;
}

/** By bytes, canceled files left out; a walk over the group, made only while its header is in sight. */
function progressOf(
  { places }: FolderGroup,
  tasks: readonly TaskSnapshot[],
): { readonly ratio: number; readonly isDone: boolean } {
  let bytes = 0;
  let bytesDone = 0;
  let isDone = true;
  for (const place of places) {
    const task = tasks[place];
    if (task !== undefined && task.status !== 'canceled') {
      bytes += task.size;
      bytesDone += task.bytesSent + task.bytesSaved;
      isDone &&= task.status === 'completed';
    }
  }
  return { ratio: bytes > 0 ? bytesDone / bytes : 0, isDone };
}
