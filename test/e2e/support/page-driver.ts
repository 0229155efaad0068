import { stat } from 'node:fs/promises';
import type { BrowserName } from '../../run/browser-names.js';

/** Anything that survives the way into the page and back as JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Keys that a test can press, by the names that the DOM gives them. */
export type Key = 'Tab' | 'Enter' | ' ';

/**
 * One page of a real browser, driven alike in each engine.
 *
 * Selectors are CSS, and ` >>> ` leads into an open shadow root: `smh-uploader >>> input[type=file]`.
 */
export interface PageDriver {
  readonly name: BrowserName;
  /** Resolves when the page has loaded. */
  open(url: string): Promise<void>;
  /**
   * Calls `pageFunction` in the page and waits for what it answers. It is sent as text: it sees its
   * parameters and nothing else of the test.
   *
   * @throws {Error} with the message of what the function threw.
   */
  evaluate<Parameters extends readonly Json[], Answer>(
    pageFunction: (...parameters: Parameters) => Answer | Promise<Answer>,
    ...parameters: Parameters
  ): Promise<Answer>;
  /**
   * Picks files from disk by their absolute paths, and fires `input` and `change`. For a directory input
   * one folder, in Chromium alone.
   */
  setFiles(selector: string, paths: readonly string[]): Promise<void>;
  /** Drops files and folders from disk at a point of the page, in CSS pixels. Chromium alone can. */
  dropFiles(x: number, y: number, paths: readonly string[]): Promise<void>;
  /** Presses a key as a person would. */
  press(key: Key): Promise<void>;
  /** Writes a PNG of what is seen. */
  screenshot(path: string): Promise<void>;
  /**
   * What the page wrote to the console and the errors nobody caught, since `open`, as `level: text`.
   * WebKit's driver has no such log: there it begins when the page has loaded.
   */
  consoleMessages(): Promise<readonly string[]>;
  /** Ends the browser and what drove it. */
  close(): Promise<void>;
}

/** Why a native drop is refused in the engines that offer no way for it. */
export function refuseDrop(name: BrowserName): Promise<never> {
  return Promise.reject(new Error(`${name} can not be made to drop files from disk; test it in Chromium.`));
}

/** Their drivers fail on a folder, one with an obscure message, one without any. */
export async function refuseFolders(name: BrowserName, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    if ((await stat(path)).isDirectory()) {
      throw new Error(`${name} can not be made to pick a folder; test it in Chromium.`);
    }
  }
}

/**
 * A call with its parameters as one expression, for drivers that send text. TypeScript's loader names
 * functions through a helper `__name`, which no page has.
 */
export function callAsText(
  pageFunction: (...parameters: never[]) => unknown,
  parameters: readonly Json[],
): string {
  const values = parameters.map((value) => JSON.stringify(value)).join(', ');
  return `(async () => { const __name = (value) => value; return (${String(pageFunction)})(${values}); })()`;
}

/** Cuts a selector at its ways into shadow roots. */
export function splitSelector(selector: string): string[] {
  return selector.split('>>>').map((step) => step.trim());
}
