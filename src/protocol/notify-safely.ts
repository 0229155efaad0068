/**
 * Calls a page's listener so that it can break nothing: what it throws, or rejects
 * with, is told on the console only.
 */
export function notifySafely<T>(name: string, listener: ((value: T) => unknown) | undefined, value: T): void {
  if (listener === undefined) return;
  const complain = (thrown: unknown): void => console.error(`smh-uploader: ${name} threw`, thrown);
  try {
    const result = listener(value);
    if (result instanceof Promise) result.catch(complain);
  } catch (thrown) {
    complain(thrown);
  }
}
