import type { RequestKind } from './request-log.js';
import { isJsonObject } from './read-json-body.js';

/** Requests that a fault can be asked for. */
export const FAULT_TARGETS = [
  'start',
  'full-start',
  'part',
  'simple-put',
  'form-post',
  'renew',
  'state',
  'confirm',
  'cancel',
  'access-token',
  'directory',
  'info',
  'head',
  'preflight',
] as const satisfies readonly RequestKind[];

/** A request that a fault can be asked for. */
export type FaultTarget = (typeof FAULT_TARGETS)[number];

/** One rule. Rules are asked in the order they were added; the first that fits is used. */
export type FaultRule = {
  readonly on: FaultTarget;
  /** Only for this part. */
  readonly partNumber?: number;
  /** Only for uploads to a path that ends in this name. */
  readonly name?: string;
  /** Requests that go through before the rule sets in. @default 0 */
  readonly skip?: number;
  /** How often it is used; null: for ever. @default 1 */
  readonly times?: number | null;
  /** Share of the fitting requests that it is used on, 0 to 1. @default 1 */
  readonly probability?: number;
  /** Start of the random numbers behind `probability`. @default 1 */
  readonly seed?: number;
  /** Answers with this status, and does nothing else. */
  readonly status?: number;
  /** Code in the error body; without it the body of the status is empty. */
  readonly code?: string;
  readonly message?: string;
  /** `Retry-After`: seconds, or a date. */
  readonly retryAfter?: number | string;
  /**
   * Cuts the connection: before anything is read, in the middle of the body, once the work is done, or in the
   * middle of an answer of the SMH API (of one without a body: as `after-commit`).
   */
  readonly reset?: 'before' | 'mid-body' | 'after-commit' | 'mid-answer';
  /** Never answers. True: nothing is read. */
  readonly hang?: boolean | 'mid-body' | 'after-body' | 'after-commit';
  /** Waits before it goes on, in ms. */
  readonly delayMs?: number;
  /** Reads this body at this many bytes per second. */
  readonly bytesPerSecond?: number;
  /** False: the answer carries no CORS headers. */
  readonly corsHeaders?: boolean;
  /** True: a 2xx with a body that is no JSON (or XML) and sums that are none; the work is done. */
  readonly malformed?: boolean;
  /** Fields put over those of the answer, which is otherwise the true one. */
  readonly patch?: Readonly<Record<string, unknown>>;
  /** Fields left out of the answer. */
  readonly omit?: readonly string[];
  /** True: one byte of what arrives is stored wrong. */
  readonly flipByte?: boolean;
};

/** A rule that is in force. */
export type Fault = {
  readonly id: number;
  readonly rule: FaultRule;
  /** How often it was used. */
  hits: number;
  /** Takes the rule away. */
  remove(): void;
};

type Entry = { readonly fault: Fault; seen: number; random: number };

/** The faults in force. */
export class Faults {
  readonly #entries = new Map<number, Entry>();
  readonly #onAdd: () => void;
  #lastId = 0;

  /** @param onAdd called for each new rule */
  constructor(onAdd: () => void) {
    this.#onAdd = onAdd;
  }

  /** True while a connection may be cut: none should then be used twice (see `create-dev-server`). */
  get cutsConnections(): boolean {
    return [...this.#entries.values()].some(
      ({ fault: { rule, hits } }) => rule.reset !== undefined && !isUsedUp(rule, hits),
    );
  }

  /**
   * Puts a rule in force. Idle connections are closed with it, which a Node client of the
   * same process sees one turn of the event loop later.
   * @throws TypeError for a rule that makes no sense
   */
  add(rule: FaultRule): Fault {
    checkRule(rule);
    this.#lastId += 1;
    const id = this.#lastId;
    const fault: Fault = { id, rule, hits: 0, remove: () => void this.#entries.delete(id) };
    this.#entries.set(id, { fault, seen: 0, random: rule.seed ?? 1 });
    this.#onAdd();
    return fault;
  }

  list(): Fault[] {
    return [...this.#entries.values()].map(({ fault }) => fault);
  }

  remove(id: number): boolean {
    return this.#entries.delete(id);
  }

  clear(): void {
    this.#entries.clear();
  }

  /** The rule for a request, used up by one. */
  take(request: {
    readonly kind: RequestKind;
    readonly partNumber: number | null;
    readonly name: string | null;
  }): FaultRule | null {
    for (const entry of this.#entries.values()) {
      const { rule, hits } = entry.fault;
      if (rule.on !== request.kind || isUsedUp(rule, hits)) continue;
      if (rule.partNumber !== undefined && rule.partNumber !== request.partNumber) continue;
      if (rule.name !== undefined && rule.name !== request.name) continue;
      entry.seen += 1;
      if (entry.seen <= (rule.skip ?? 0) || !isDrawn(entry)) continue;
      entry.fault.hits += 1;
      return rule;
    }
    return null;
  }
}

function isUsedUp(rule: FaultRule, hits: number): boolean {
  const times = rule.times === undefined ? 1 : rule.times;
  return times !== null && hits >= times;
}

/** Draws by the mulberry32 generator, so that a seed gives the same run again. */
function isDrawn(entry: Entry): boolean {
  const { probability } = entry.fault.rule;
  if (probability === undefined) return true;
  entry.random = (entry.random + 0x6d2b79f5) | 0;
  let mixed = Math.imul(entry.random ^ (entry.random >>> 15), 1 | entry.random);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32 < probability;
}

/** A rule that came as JSON. @throws TypeError for one that makes no sense */
export function readFaultRule(value: unknown): FaultRule {
  if (!isJsonObject(value)) throw new TypeError('a fault is a JSON object');
  checkRule(value as FaultRule);
  return value as FaultRule;
}

const CHECKS: Readonly<Record<keyof FaultRule, (value: unknown) => boolean>> = {
  on: (value) => FAULT_TARGETS.some((target) => target === value),
  partNumber: (value) => isNumber(value, 1),
  name: (value) => typeof value === 'string',
  skip: (value) => isNumber(value, 0),
  times: (value) => value === null || isNumber(value, 1),
  probability: (value) => isNumber(value, 0) && Number(value) <= 1,
  seed: (value) => isNumber(value, 0),
  status: (value) => isNumber(value, 200) && Number(value) <= 599,
  code: (value) => typeof value === 'string',
  message: (value) => typeof value === 'string',
  retryAfter: (value) => isNumber(value, 0) || typeof value === 'string',
  reset: (value) =>
    value === 'before' || value === 'mid-body' || value === 'after-commit' || value === 'mid-answer',
  hang: (value) =>
    typeof value === 'boolean' || value === 'mid-body' || value === 'after-body' || value === 'after-commit',
  delayMs: (value) => isNumber(value, 0),
  bytesPerSecond: (value) => isNumber(value, 1),
  corsHeaders: (value) => typeof value === 'boolean',
  malformed: (value) => typeof value === 'boolean',
  patch: isJsonObject,
  omit: (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  flipByte: (value) => typeof value === 'boolean',
};

function checkRule(rule: FaultRule): void {
  if (rule.on === undefined)
    throw new TypeError(`fault: "on" is missing; it is one of ${FAULT_TARGETS.join(', ')}`);
  const checks: Readonly<Record<string, (value: unknown) => boolean>> = CHECKS;
  for (const [name, value] of Object.entries(rule)) {
    if (value === undefined) continue;
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined) throw new TypeError(`fault: there is no "${name}"`);
    if (!check(value)) throw new TypeError(`fault: ${name} can't be ${JSON.stringify(value)}`);
  }
}

function isNumber(value: unknown, least: number): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= least;
}
