/** What keys do with a list. */
export type KeyTarget = {
  /** Moves by so many rows, or to the first or last one. */
  readonly move: (rows: number) => void;
  /** Moves by so many lines, in the same lane. */
  readonly moveLines: (lines: number) => void;
  readonly linesInSight: () => number;
  /** There are rows beside each other. */
  readonly isGrid: boolean;
};

/** The buttons of a row that keys press while the row itself has the focus. */
const PRESSED: Readonly<Record<string, string>> = {
  Enter:
    '.actions button:not([data-action="cancel"], [data-action="remove"]), .prompt button, button.folder-row',
  ' ': '[data-action="pause"], [data-action="resume"]',
  Delete: '.actions [data-action="cancel"], .actions [data-action="remove"]',
};

/**
 * Arrows, Home, End and the page keys go from row to row; in a row Enter presses its first button that ends nothing,
 * Space pauses or resumes, Delete removes.
 */
export function onListKey(event: KeyboardEvent, list: KeyTarget): void {
  const target = event.composedPath()[0];
  const isMeant = !event.defaultPrevented && !event.altKey && !event.ctrlKey && !event.metaKey;
  if (!(target instanceof HTMLElement) || !isMeant || target.matches('input')) {
    return;
  }
  if (hasMoved(event.key, target, list)) {
    event.preventDefault();
    return;
  }
  const pressed = PRESSED[event.key];
  if (pressed === undefined || !target.matches('[data-row]')) {
    return;
  }
  // Else Space would scroll the list.
  event.preventDefault();
  const button = target.querySelector<HTMLElement>(pressed);
  if (button?.matches('.prompt button') === true) {
    // It decides about two files: by a press of its own.
    button.focus();
  } else {
    button?.click();
  }
}

function hasMoved(key: string, target: HTMLElement, list: KeyTarget): boolean {
  switch (key) {
    case 'ArrowDown':
      list.moveLines(1);
      return true;
    case 'ArrowUp':
      list.moveLines(-1);
      return true;
    case 'PageDown':
      list.moveLines(list.linesInSight());
      return true;
    case 'PageUp':
      list.moveLines(-list.linesInSight());
      return true;
    case 'Home':
      list.move(Number.NEGATIVE_INFINITY);
      return true;
    case 'End':
      list.move(Number.POSITIVE_INFINITY);
      return true;
    case 'ArrowLeft':
    case 'ArrowRight':
      if (list.isGrid) {
        const isBack = (key === 'ArrowLeft') !== (getComputedStyle(target).direction === 'rtl');
        list.move(isBack ? -1 : 1);
      }
      return list.isGrid;
    default:
      return false;
  }
}
