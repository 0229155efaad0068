const STRAY_EVENTS = ['dragover', 'drop'] as const;

/**
 * Keeps the browser from opening a file that is dropped where nothing takes it,
 * which would end the page and all that it uploads. On the window, so that every
 * taker of the document comes first; a native file input takes drops by itself.
 */
export function guardStrayDrops(view: Window, isBusy: () => boolean, signal: AbortSignal): void {
  const onDrag = (event: DragEvent): void => {
    const isForFiles = event.dataTransfer?.types.includes('Files') ?? false;
    if (isForFiles && !event.defaultPrevented && !event.composedPath().some(isFileInput) && isBusy()) {
      event.preventDefault();
    }
  };
  for (const type of STRAY_EVENTS) {
    view.addEventListener(type, onDrag, { signal });
  }
}

function isFileInput(target: EventTarget): boolean {
  return target instanceof HTMLInputElement && target.type === 'file';
}
