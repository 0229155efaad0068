import assert from 'node:assert/strict';
import type { DevServer } from '../../demo/server/create-dev-server.js';
import type { FaultRule } from '../../demo/server/faults.js';
import type { DevServerSettings } from '../../demo/server/settings.js';
import type { HostOptions } from '../../demo/server/host-options.js';
import type { Finding } from './live-check.js';
import { unconfirmedList } from './unconfirmed-list.js';
import { walkList } from './walk-list.js';
import type { WalkOptions } from './walk-list.js';

/** One way in which a service may be, and what a check must make of it. */
export type Expectation = {
  readonly id: string;
  readonly result: Finding['result'];
  /** What is special about this service, as a test's title says it. */
  readonly when: string;
  readonly seen: RegExp;
  readonly settings?: Partial<DevServerSettings>;
  readonly faults?: readonly FaultRule[];
};

/** Where a development server is, as a backend is told it. */
export function optionsOf(server: DevServer): HostOptions {
  const { apiOrigin, libraryId, librarySecret, spaceId } = server;
  return { endpoint: apiOrigin, libraryId, librarySecret, spaceId };
}

/** Puts rules in force, and lets this process's client see that its idle connections were closed by that. */
export async function addFaults(server: DevServer, faults: readonly FaultRule[]): Promise<void> {
  for (const rule of faults) server.faults.add(rule);
  for (const origin of [server.apiOrigin, server.objectOrigin]) await fetch(origin).catch(() => undefined);
}

/** Lets one check look at a development server that is so, and asserts what it says and what it leaves. */
export async function checkAgainst(
  server: DevServer,
  { id, result, seen, settings = {}, faults = [] }: Expectation,
  options: WalkOptions & { readonly endpoint?: string } = {},
): Promise<void> {
  server.reset();
  Object.assign(server.settings, settings);
  await addFaults(server, faults);
  const checks = unconfirmedList.filter((check) => check.id === id);
  const host = { ...optionsOf(server), ...(options.endpoint === undefined ? {} : options) };
  const { rows, left, problem } = await walkList(host, checks, options);
  assert.equal(problem, null);
  assert.deepEqual(
    rows.map(({ finding }) => finding.result),
    [result],
    rows[0]?.finding.seen,
  );
  assert.match(rows[0]?.finding.seen ?? '', seen);
  assert.deepEqual(left, []);
  assert.deepEqual(server.files(), []);
  assert.deepEqual(await (await fetch(`${server.apiOrigin}/_dev/uploads`)).json(), []);
}
