import type { TaskSnapshot } from '../engine/task-snapshot.js';

/** Files that lie together in one folder, under one header. */
export type FolderGroup = {
  readonly key: string;
  /** Folder that all of them share, `/`-joined. */
  readonly folder: string;
  /** Places of its tasks in the list of all. */
  readonly places: readonly number[];
  readonly isCollapsed: boolean;
};

/** The row of a file. */
export type FileItem = {
  readonly kind: 'file';
  readonly key: string;
  /** In the list of all tasks. */
  readonly place: number;
  /** Null where no header stands before it. */
  readonly group: FolderGroup | null;
};

/** One row: a file, or the header of a folder. */
export type ListItem =
  FileItem | { readonly kind: 'folder'; readonly key: string; readonly group: FolderGroup };

/** What rows are made from. */
export type ItemFacts = {
  readonly tasks: readonly TaskSnapshot[];
  /** Folder of each task, in the same order. */
  readonly folders: readonly string[];
  readonly isShown: (task: TaskSnapshot) => boolean;
  /** Keys of the groups whose files are hidden. */
  readonly collapsed: ReadonlySet<string>;
};

/** Fewer files get no header: their folder stands before their name. */
const GROUPED_FROM = 2;

/**
 * The rows in the order added. Files of one dropped folder follow each other, so that a header before
 * them groups them without moving any.
 */
export function layOutItems({ tasks, folders, isShown, collapsed }: ItemFacts): readonly ListItem[] {
  const items: ListItem[] = [];
  const runsOf = new Map<string, number>();
  let run: number[] = [];
  let root = '';
  let folder = '';

  const endRun = (): void => {
    let group: FolderGroup | null = null;
    if (root !== '' && run.length >= GROUPED_FROM) {
      const runs = (runsOf.get(root) ?? 0) + 1;
      runsOf.set(root, runs);
      const key = `${root}/${String(runs)}`;
      group = { key, folder: sharedFolder(run, folders), places: run, isCollapsed: collapsed.has(key) };
      items.push({ kind: 'folder', key, group });
    }
    if (group?.isCollapsed !== true) {
      for (const place of run) {
        items.push({ kind: 'file', key: tasks[place]?.id ?? '', place, group });
      }
    }
    run = [];
  };

  tasks.forEach((task, place) => {
    if (!isShown(task)) {
      return;
    }
    const own = folders[place] ?? '';
    if (own !== folder) {
      folder = own;
      const ownRoot = rootOf(own);
      if (ownRoot !== root) {
        endRun();
        root = ownRoot;
      }
    }
    run.push(place);
  });
  endRun();
  return items;
}

/** The part of a file's folder that its group's header does not say. */
export function folderBelow(folder: string, group: FolderGroup | null): string {
  return group === null ? folder : folder.slice(group.folder.length).replace(/^\//, '');
}

function rootOf(folder: string): string {
  const end = folder.indexOf('/');
  return end < 0 ? folder : folder.slice(0, end);
}

function sharedFolder(places: readonly number[], folders: readonly string[]): string {
  let shared = folders[places[0] ?? 0] ?? '';
  for (const place of places) {
    const folder = folders[place] ?? '';
    while (folder !== shared && !folder.startsWith(`${shared}/`)) {
      shared = shared.slice(0, Math.max(0, shared.lastIndexOf('/')));
    }
  }
  return shared;
}
