import type { UploaderOptions } from '../engine/options.js';
import { PART_MAX_BYTES, PART_MIN_BYTES } from '../protocol/limits.js';
import { parseSize } from '../protocol/size-text.js';
import { parseAccept, type AcceptList } from './accept-list.js';
import type { Rules } from './accept-rules.js';
import { describeKind } from './file-kinds.js';
import { quote } from './quote.js';

/** The options that rules come from. */
export type RuleOptions = Pick<
  UploaderOptions,
  | 'accept'
  | 'multiple'
  | 'directories'
  | 'maxFiles'
  | 'maxFileSize'
  | 'minFileSize'
  | 'maxTotalSize'
  | 'conflictStrategy'
  | 'partSize'
  | 'partNumberRange'
  | 'trafficLimit'
>;

const CONFLICT_STRATEGIES: readonly string[] = ['rename', 'ask', 'overwrite'];
const PART_NUMBER_RANGES: readonly string[] = ['off', 'string', 'list'];

/** The rules that `options` mean. Never throws: what is malformed becomes `problem`. */
export function resolveRules(options: RuleOptions): Rules {
  const problems: string[] = [];
  const accept = resolveAccept(options.accept, problems);
  const maxFiles = resolveCount('maxFiles', options.maxFiles, problems);
  const rules = {
    accept,
    maxFiles: isMultiple(options) ? maxFiles : Math.min(1, maxFiles),
    minFileBytes: resolveSize('minFileSize', options.minFileSize, 0, problems),
    maxFileBytes: resolveSize('maxFileSize', options.maxFileSize, Number.POSITIVE_INFINITY, problems),
    maxTotalBytes: resolveSize('maxTotalSize', options.maxTotalSize, Number.POSITIVE_INFINITY, problems),
  };
  checkPartSize(options.partSize, problems);
  checkTrafficLimit(options.trafficLimit, problems);
  checkChoice('conflictStrategy', options.conflictStrategy, CONFLICT_STRATEGIES, problems);
  checkChoice('partNumberRange', options.partNumberRange, PART_NUMBER_RANGES, problems);
  return { ...rules, problem: problems[0] ?? null };
}

/** True where files add up; else a new choice replaces the old one. */
export function isMultiple({ multiple, directories }: RuleOptions): boolean {
  return isSet(multiple) || isSet(directories);
}

/** True for a boolean option that is on; `"false"` is off, as some frameworks write it. */
function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== 'false';
}

function resolveAccept(accept: unknown, problems: string[]): AcceptList {
  if (accept === undefined || accept === null) {
    return [];
  }
  if (typeof accept !== 'string') {
    problems.push(`accept must be a text such as ".pdf,image/*", not ${describeKind(accept)}.`);
    return [];
  }
  const parsed = parseAccept(accept);
  if ('problem' in parsed) {
    problems.push(parsed.problem);
    return [];
  }
  return parsed;
}

function resolveCount(option: string, value: unknown, problems: string[]): number {
  if (value === undefined || value === null) {
    return Number.POSITIVE_INFINITY;
  }
  const count = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  if (count === Number.POSITIVE_INFINITY) {
    return count;
  }
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 1) {
    problems.push(`${option} ${describeValue(value)} is no limit: give a whole number from 1 on.`);
    return 0;
  }
  return count;
}

function resolveSize(option: string, value: unknown, unset: number, problems: string[]): number {
  if (value === undefined || value === null || value === unset) {
    return unset;
  }
  const bytes = parseSize(value);
  if (bytes === null) {
    problems.push(
      `${option} ${describeValue(value)} is no size: give bytes, or a text such as "500MB" or "2 GiB".`,
    );
    return unset;
  }
  return bytes;
}

function checkPartSize(value: unknown, problems: string[]): void {
  if (value === undefined || value === null) {
    return;
  }
  const bytes = parseSize(value);
  if (bytes === null || bytes < PART_MIN_BYTES || bytes > PART_MAX_BYTES) {
    problems.push(`partSize ${describeValue(value)} is no part size: give one from "1 MiB" to "5 GiB".`);
  }
}

function checkTrafficLimit(value: unknown, problems: string[]): void {
  if (value !== undefined && value !== null && !(Number(value) > 0 && Number.isFinite(Number(value)))) {
    problems.push(`trafficLimit ${describeValue(value)} is no limit: give a number above 0.`);
  }
}

function checkChoice(option: string, value: unknown, choices: readonly string[], problems: string[]): void {
  if (value !== undefined && value !== null && !choices.some((choice) => choice === value)) {
    problems.push(
      `${option} ${describeValue(value)} is unknown: give ${choices.map(quote).join(', ')}, or leave it out.`,
    );
  }
}

function describeValue(value: unknown): string {
  return typeof value === 'string'
    ? quote(value)
    : typeof value === 'number'
      ? String(value)
      : describeKind(value);
}
