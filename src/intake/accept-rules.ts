import type { Entry } from '../engine/options.js';
import { sizeOf } from '../protocol/file-size.js';
import { isAccepted, type AcceptList } from './accept-list.js';
import { lastSegment } from './entry-path.js';
import { judgePath, normalizePath, type Refusal } from './path-rule.js';
import { quote } from './quote.js';

/** What files must keep to: limits in bytes, `Infinity` where there is none. */
export type Rules = {
  readonly accept: AcceptList;
  /** 1 without `multiple`. */
  readonly maxFiles: number;
  readonly minFileBytes: number;
  readonly maxFileBytes: number;
  readonly maxTotalBytes: number;
  /** A malformed option; it refuses every file, since a broken limit must not mean none. */
  readonly problem: string | null;
};

/** What the uploader holds already. */
export type RuleContext = {
  /** Files that count for `maxFiles`; none where a new choice replaces the old one. */
  readonly filesCount: number;
  /** Their bytes. */
  readonly totalBytes: number;
};

/** The rules that look at the file alone. */
export function judgeFile(entry: Entry, rules: Rules): Refusal | null {
  if (rules.problem !== null) {
    return { code: 'invalid-option', message: rules.problem };
  }
  const path = finalPath(entry);
  const pathRefusal = judgePath(path);
  if (pathRefusal !== null) {
    return pathRefusal;
  }
  const name = lastSegment(path);
  const { type } = entry.file;
  const size = sizeOf(entry.file);
  if (!isAccepted(rules.accept, name, type)) {
    return {
      code: 'type-not-allowed',
      message: `${quote(name)} (${type === '' ? 'no type' : quote(type)}) is not in "accept": choose another file or widen "accept".`,
    };
  }
  if (size > rules.maxFileBytes) {
    return {
      code: 'file-too-large',
      message: `${quote(name)} has ${size} bytes, over the ${rules.maxFileBytes} of "maxFileSize": choose a smaller file or raise the limit.`,
    };
  }
  if (size < rules.minFileBytes) {
    return {
      code: 'file-too-small',
      message: `${quote(name)} has ${size} bytes, under the ${rules.minFileBytes} of "minFileSize": choose a larger file or lower the limit.`,
    };
  }
  return null;
}

/** The rules that look at what is there already. */
export function judgeAmount(entry: Entry, rules: Rules, context: RuleContext): Refusal | null {
  const name = quote(lastSegment(entry.relativePath));
  if (context.filesCount >= rules.maxFiles) {
    return {
      code: 'too-many-files',
      message: `${name} is one more than the ${rules.maxFiles} allowed: remove a file first, or raise "maxFiles" (and set "multiple" for more than one).`,
    };
  }
  const totalBytes = context.totalBytes + sizeOf(entry.file);
  if (totalBytes > rules.maxTotalBytes) {
    return {
      code: 'total-too-large',
      message: `With ${name} all files have ${totalBytes} bytes, over the ${rules.maxTotalBytes} of "maxTotalSize": remove a file first, or raise the limit.`,
    };
  }
  return null;
}

/** The path an entry will be stored under, below the uploader's directory: each segment in its normal form. */
export function finalPath({ relativePath, name }: Entry): string {
  const segments = relativePath.split('/');
  if (name !== undefined) {
    // A `/` would make a folder of it; `:` is refused by the name rule.
    segments[segments.length - 1] = name.replaceAll('/', ':');
  }
  return normalizePath(segments.join('/'));
}
