/**
 * Has the browser ask before the page is left, while it is switched on; only then is
 * there a listener, as it keeps the page out of the back-forward cache in Firefox.
 *
 * @param isUnsaved asked as the page is left
 * @see https://html.spec.whatwg.org/multipage/browsing-the-web.html#prompt-to-unload-a-document
 */
export function createLeaveGuard(isUnsaved: () => boolean): (isOn: boolean) => void {
  const ask = (event: BeforeUnloadEvent): void => {
    if (!isUnsaved()) return;
    event.preventDefault();
    // Chromium before 119 and older WebKit ask only where this is set.
    event.returnValue = true;
  };
  return (isOn) => {
    if (isOn) addEventListener('beforeunload', ask);
    else removeEventListener('beforeunload', ask);
  };
}
