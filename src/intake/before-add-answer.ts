import type { RejectCode } from '../errors.js';
import type { Entry } from '../engine/options.js';
import type { FileMetadata } from '../protocol/types.js';
import { trimLeadingSlashes } from './entry-path.js';
import { describeKind, isFile, isNamelessBlob, isObject, metadataProblem } from './file-kinds.js';
import type { Refusal } from './path-rule.js';
import { quote } from './quote.js';

/** An object so that the compiler finds a code that is missing here. */
const REJECT_CODES: Readonly<Record<RejectCode, true>> = {
  'too-many-files': true,
  'file-too-large': true,
  'file-too-small': true,
  'total-too-large': true,
  'type-not-allowed': true,
  'invalid-name': true,
  duplicate: true,
  junk: true,
  unreadable: true,
  'invalid-option': true,
  custom: true,
};

const FIELDS: readonly string[] = ['file', 'name', 'relativePath', 'metadata', 'reject', 'message'];

const MAY_ANSWER =
  'answer the entry, changes to it ({ file, name, relativePath, metadata }), or { reject, message }';

/**
 * What `beforeAdd`'s answer makes of an entry: the entry with the changes, or why
 * it is refused. No answer (`undefined`) leaves the entry as it is; an answer of a
 * wrong shape refuses the file, naming the field.
 */
export function readBeforeAddAnswer(entry: Entry, answer: unknown): Entry | Refusal {
  if (answer === undefined || answer === entry) {
    return entry;
  }
  if (isFile(answer) || isNamelessBlob(answer)) {
    return nonsense(`answered a ${describeKind(answer)} by itself: answer { file } with a File`);
  }
  if (!isObject(answer) || typeof answer === 'function' || Array.isArray(answer)) {
    return nonsense(
      `answered ${typeof answer === 'boolean' ? String(answer) : describeKind(answer)}: ${MAY_ANSWER}`,
    );
  }
  const fields = Object.keys(answer);
  if (fields.length > 0 && !fields.some((field) => FIELDS.includes(field))) {
    return nonsense(`answered an object with ${fields.map(quote).slice(0, 5).join(', ')}: ${MAY_ANSWER}`);
  }
  return 'reject' in answer && answer.reject !== undefined ? readRefusal(answer) : readChanges(entry, answer);
}

/** A refusal with code `custom`, about `beforeAdd` itself. */
export function nonsense(what: string): Refusal {
  return { code: 'custom', message: `beforeAdd ${what}.` };
}

function readRefusal(answer: { readonly reject?: unknown; readonly message?: unknown }): Refusal {
  const { reject, message } = answer;
  if (typeof reject !== 'string' || reject === '') {
    return nonsense(`answered a "reject" that is ${describeKind(reject)}: give a code such as "custom"`);
  }
  if (message !== undefined && typeof message !== 'string') {
    return nonsense(`answered a "message" that is ${describeKind(message)}: give a text`);
  }
  return {
    code: isRejectCode(reject) ? reject : 'custom',
    message: message ?? `beforeAdd refused the file (${quote(reject)}): choose another one.`,
  };
}

function readChanges(entry: Entry, answer: object): Entry | Refusal {
  const { file, name, relativePath, metadata } = answer as {
    readonly [Field in 'file' | 'name' | 'relativePath' | 'metadata']?: unknown;
  };
  if (file !== undefined && !isFile(file)) {
    return nonsense(`answered a "file" that is ${describeKind(file)}: give a File`);
  }
  if (name !== undefined && typeof name !== 'string') {
    return nonsense(`answered a "name" that is ${describeKind(name)}: give a text`);
  }
  if (relativePath !== undefined && typeof relativePath !== 'string') {
    return nonsense(`answered a "relativePath" that is ${describeKind(relativePath)}: give a text`);
  }
  const problem = metadata === undefined ? null : metadataProblem(metadata);
  if (problem !== null) {
    return nonsense(`answered wrong metadata: ${problem}`);
  }
  const finalName = name ?? nameAfter(entry, file, relativePath);
  const finalMetadata = metadata === undefined ? entry.metadata : (metadata as FileMetadata);
  return {
    file: file ?? entry.file,
    relativePath: trimLeadingSlashes(relativePath ?? entry.relativePath),
    ...(finalName === undefined ? {} : { name: finalName }),
    ...(finalMetadata === undefined ? {} : { metadata: finalMetadata }),
  };
}

/**
 * The name where the answer does not say one: a new path brings its own, and so does
 * a file that was replaced by one of another name (a converted picture, say).
 */
function nameAfter(
  entry: Entry,
  file: File | undefined,
  relativePath: string | undefined,
): string | undefined {
  if (relativePath !== undefined && relativePath !== entry.relativePath) {
    return undefined;
  }
  return file !== undefined && file.name !== entry.file.name ? file.name : entry.name;
}

function isRejectCode(code: string): code is RejectCode {
  return Object.hasOwn(REJECT_CODES, code);
}
