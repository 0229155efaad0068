const warned = new Set<string>();

/** Writes a line into the console, each one once in the page's life. */
export function warnOnce(text: string): void {
  if (warned.has(text)) return;
  warned.add(text);
  console.warn(`smh-uploader: ${text}`);
}
