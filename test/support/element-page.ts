import { SmhUploader } from '../../src/index.js';
import type { Uploader } from '../../src/uploader.js';
import { FakeUploader } from './fake-uploader.js';

/** Gives each element a fake as the uploader of its own. */
export class OwnFake extends SmhUploader {
  readonly fake = new FakeUploader();

  protected override createUploader(): Uploader {
    return this.fake;
  }
}
customElements.define('own-fake', OwnFake);

/** Puts the element into the page and waits until it is drawn. */
export async function place<E extends SmhUploader>(element: E, parent: Element = document.body): Promise<E> {
  parent.append(element);
  await element.updateComplete;
  return element;
}

/** Resolves when the changes so far are drawn. */
export async function drawn(element: SmhUploader): Promise<void> {
  // The controller asks for its frame in a microtask, so that it may get the next one only.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  await element.updateComplete;
}

/** Resolves a macrotask later. */
export function macrotask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}

/** The first match in the element's shadow root. @throws Error where there is none */
export function inside(element: SmhUploader, selector: string): HTMLElement {
  const found = element.shadowRoot?.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

/** All matches in the element's shadow root. */
export function allInside(element: SmhUploader, selector: string): HTMLElement[] {
  return [...(element.shadowRoot?.querySelectorAll<HTMLElement>(selector) ?? [])];
}

/** What `run` warned of, by `console.warn`; nothing of it reaches the console. */
export async function withWarnings(run: () => Promise<void> | void): Promise<string[]> {
  const warnings: string[] = [];
  const original = console.warn;
  console.warn = (...texts: unknown[]) => warnings.push(texts.join(' '));
  try {
    await run();
  } finally {
    console.warn = original;
  }
  return warnings;
}
