import type { HostOptions } from '../../demo/server/host-options.js';
import { redact } from '../../src/errors.js';
import type { Finding, LiveCheck } from './live-check.js';
import { untested } from './live-check.js';
import { openLivePage } from './live-page.js';
import type { LivePage } from './live-page.js';
import { LiveService } from './live-service.js';

/** One row of the table. */
export type Row = { readonly check: LiveCheck; readonly finding: Finding };

/** What a walk came to. */
export type Walk = {
  readonly rows: readonly Row[];
  /** What it made and could not remove. */
  readonly left: readonly string[];
  /** Why it could not even begin; null: it could. */
  readonly problem: string | null;
};

export type WalkOptions = {
  /** Longest wait for headers to expire, in seconds. @default 0 */
  readonly patienceSeconds?: number;
  /** @default a page in Chromium */
  readonly openPage?: () => Promise<LivePage>;
};

/** The rows where nothing was tried. */
export function untestedRows(checks: readonly LiveCheck[], reason: string): readonly Row[] {
  return checks.map((check) => ({ check, finding: untested(reason) }));
}

/**
 * Asks a service what its documents leave open, one item after the other, and removes what that made. No text
 * of the answer holds a secret.
 */
export async function walkList(
  options: HostOptions,
  checks: readonly LiveCheck[],
  { patienceSeconds = 0, openPage = openLivePage }: WalkOptions = {},
): Promise<Walk> {
  const service = new LiveService(options);
  const clean = (text: string): string => redact(service.hide(text));
  let opening: Promise<LivePage> | null = null;
  const tools = { service, patienceSeconds, page: () => (opening ??= openPage()) };
  try {
    await service.prepare();
  } catch (error) {
    const problem = clean(messageOf(error));
    return { rows: untestedRows(checks, problem), left: [], problem };
  }
  const rows: Row[] = [];
  for (const check of checks) {
    const finding = await check.run(tools).catch((error: unknown) => untested(messageOf(error)));
    rows.push({ check, finding: { ...finding, seen: clean(finding.seen) } });
  }
  if (opening !== null) await closePage(opening);
  return { rows, left: (await service.cleanUp()).map(clean), problem: null };
}

async function closePage(opening: Promise<LivePage>): Promise<void> {
  // One that did not open has been told where it was needed.
  await (await opening.catch(() => null))?.close();
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, cause } = error;
  return cause instanceof Error ? `${message} (${cause.message})` : message;
}
