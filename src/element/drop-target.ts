/** Where drops and pastes are taken: the element itself, the whole page, a selector, or an element. */
export type DropTarget = 'self' | 'page' | (string & {}) | Element;

/** Elements on the document that take drops of the whole page, in the order connected. */
const pageTakers: Element[] = [];

/** Joins the line of those that want the page's drops; the first in it that is in the document gets them. */
export function joinPageTakers(host: Element): void {
  if (!pageTakers.includes(host)) {
    pageTakers.push(host);
  }
}

/** Leaves that line. */
export function leavePageTakers(host: Element): void {
  const index = pageTakers.indexOf(host);
  if (index >= 0) {
    pageTakers.splice(index, 1);
  }
}

/**
 * True where `event` happened inside `target`, as seen now.
 *
 * @throws SyntaxError where `target` is no selector
 */
export function isInDropTarget(event: Event, target: DropTarget, host: Element): boolean {
  const path = event.composedPath();
  if (typeof target !== 'string') {
    return path.includes(target);
  }
  if (target === 'self') {
    return path.includes(host);
  }
  if (target === 'page') {
    return pageTakers.find(({ isConnected }) => isConnected) === host;
  }
  // Makes a bad selector throw even where nothing on the path could match it.
  host.ownerDocument.createDocumentFragment().querySelector(target);
  return path.some((item) => item instanceof Element && item.matches(target));
}
