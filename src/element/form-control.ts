import type { TaskSnapshot } from '../engine/task-snapshot.js';
import type { Messages } from '../locales/messages.js';
import { storedRow, storedValue, StoredValues, type ValueFormat } from './stored-rows.js';
import { isAtRest } from './task-action.js';

/** What the form side reads of its element. */
export type FormFacts = {
  readonly tasks: () => readonly TaskSnapshot[];
  /** True while files are looked for and judged, that are no tasks yet. */
  readonly isTaking: () => boolean;
  readonly name: () => string;
  readonly isRequired: () => boolean;
  /** Least number of files; 0: any. */
  readonly minFiles: () => number;
  readonly format: () => ValueFormat;
  /** True: a submit waits for the files, so that those on their way make nothing invalid. */
  readonly doesSubmitWait: () => boolean;
  readonly messages: () => Messages;
  /** The element that a validation bubble points to; null before the first render. */
  readonly anchor: () => HTMLElement | null;
};

/** What the value is made of, so that a change is seen without comparing texts. */
type Basis = {
  readonly stored: readonly string[];
  readonly given: readonly TaskSnapshot[];
  readonly format: ValueFormat;
};

const EMPTY: readonly string[] = Object.freeze([]);

/** The element as a form control: value, validity, reset. */
export class FormControl {
  readonly #internals: ElementInternals;
  readonly #facts: FormFacts;
  #given: readonly TaskSnapshot[] = [];
  #default: readonly string[] = EMPTY;
  #isPristine = true;
  readonly #stored = new StoredValues();
  #basis: Basis | null = null;
  #value: readonly string[] = EMPTY;
  /** What the form was told last. */
  #told: readonly string[] = EMPTY;
  /** What the page knows: told by events, or its own doing. */
  #known: readonly string[] = EMPTY;
  #submittedName = '';
  #customMessage = '';
  #toldValidity: string | null = null;
  /** It may be drawn anew, or not be drawn yet. */
  #toldAnchor: HTMLElement | null = null;

  constructor(internals: ElementInternals, facts: FormFacts) {
    this.#internals = internals;
    this.#facts = facts;
  }

  /** Completed rows for files that the page gave as value. */
  get givenRows(): readonly TaskSnapshot[] {
    return this.#given;
  }

  /** Of each stored file its final path, `/`-joined, or its JSON text; the same array until one changes. */
  get value(): readonly string[] {
    const format = this.#facts.format();
    const stored = this.#stored.of(this.#facts.tasks(), format);
    const basis = this.#basis;
    if (basis?.stored !== stored || basis.given !== this.#given || basis.format !== format) {
      this.#basis = { stored, given: this.#given, format };
      const given = this.#given.map((row) => storedValue(row, format)).filter((value) => value !== null);
      const values = [...given, ...stored];
      if (!isSameList(values, this.#value)) {
        this.#value = Object.freeze(values);
      }
    }
    return this.#value;
  }

  /** Shows `values` as stored rows; running tasks and those stored in this visit stay as they are. */
  give(values: readonly string[]): void {
    this.#isPristine = false;
    // A page that hands the value back as it got it means the same files.
    const own = new Set(this.#stored.of(this.#facts.tasks(), this.#facts.format()));
    const others = [...new Set(values)].filter((value) => !own.has(value));
    this.#given = Object.freeze(others.map(storedRow));
  }

  /** Shows what the form held when its page was left, as the browser kept it. */
  restore(state: File | string | FormData | null): void {
    if (typeof state === 'string') {
      this.give(pathsOf(state));
    }
  }

  /** Takes one given row away; true where it was there. */
  takeBack(id: string): boolean {
    const kept = this.#given.filter((row) => row.id !== id);
    const wasThere = kept.length < this.#given.length;
    if (wasThere) {
      this.#isPristine = false;
      this.#given = Object.freeze(kept);
    }
    return wasThere;
  }

  get defaultValue(): readonly string[] {
    return this.#default;
  }

  set defaultValue(paths: readonly string[]) {
    this.#default = Object.freeze([...paths]);
    if (this.#isPristine) {
      this.restoreDefault();
    }
  }

  /** The value that the page's markup gave. */
  restoreDefault(): void {
    this.give(this.#default);
    this.#isPristine = true;
  }

  /** Tells the form value and validity. */
  tell(): void {
    const { value } = this;
    const name = this.#facts.name();
    if (value !== this.#told || name !== this.#submittedName) {
      this.#told = value;
      this.#submittedName = name;
      this.#internals.setFormValue(formEntries(name, value), JSON.stringify(value));
    }
    this.#tellValidity();
  }

  /** True, once, where the value differs from the one that the page knows. */
  takeNews(): boolean {
    const { value } = this;
    const isNews = !isSameList(value, this.#known);
    this.#known = value;
    return isNews;
  }

  /** `change` is the page's own doing, of which it needs no event; what was news before stays so. */
  changeQuietly(change: () => void): void {
    const wasKnown = isSameList(this.value, this.#known);
    change();
    if (wasKnown) {
      this.#known = this.value;
    }
  }

  setCustomValidity(message: string): void {
    this.#customMessage = message;
    this.#tellValidity();
  }

  /** Told only where it is another: finding the anchor and telling cost more than comparing. */
  #tellValidity(): void {
    const { flags, message } = this.#judge();
    const key = `${Object.keys(flags).join()} ${message}`;
    if (key === this.#toldValidity && (message === '' || this.#toldAnchor?.isConnected === true)) {
      return;
    }
    this.#toldValidity = key;
    this.#toldAnchor = message === '' ? null : this.#facts.anchor();
    this.#internals.setValidity(flags, message, this.#toldAnchor ?? undefined);
  }

  #judge(): { readonly flags: ValidityStateFlags; readonly message: string } {
    const messages = this.#facts.messages();
    if (this.#customMessage !== '') {
      return { flags: { customError: true }, message: this.#customMessage };
    }
    const tasks = this.#facts.tasks();
    // Of files that are being looked for at least one may come.
    const coming = this.#facts.isTaking() ? 1 : 0;
    const onTheirWay = tasks.filter(({ status }) => !isAtRest(status)).length + coming;
    if (onTheirWay > 0 && !this.#facts.doesSubmitWait()) {
      return { flags: { customError: true }, message: messages.stillUploading };
    }
    // Not by the value: of a file whose answer was lost the final name may not be known.
    const stored = this.#given.length + tasks.filter(({ status }) => status === 'completed').length;
    const files = stored + onTheirWay;
    if (files === 0 && this.#facts.isRequired()) {
      return { flags: { valueMissing: true }, message: messages.valueMissing };
    }
    const least = this.#facts.minFiles();
    // As in HTML, what may be empty is right while it is.
    if (files > 0 && files < least && coming === 0) {
      return { flags: { rangeUnderflow: true }, message: messages.tooFewFiles(least) };
    }
    return { flags: {}, message: '' };
  }
}

/**
 * The stored files that a `value` stands for: an array, or a text as in the attribute,
 * a JSON array or one path. Anything that holds none is empty.
 */
export function pathsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) {
    return value
      .map((item: unknown) => (typeof item === 'object' && item !== null ? JSON.stringify(item) : item))
      .filter((item): item is string => typeof item === 'string' && item !== '');
  }
  if (typeof value !== 'string' || value.trim() === '') {
    return EMPTY;
  }
  if (value.trim().startsWith('[')) {
    try {
      const parsed: unknown = JSON.parse(value);
      return Array.isArray(parsed) ? pathsOf(parsed) : [value];
    } catch {
      // A path may begin with a bracket.
      return [value];
    }
  }
  return [value];
}

function formEntries(name: string, value: readonly string[]): FormData | null {
  if (name === '' || value.length === 0) {
    return null;
  }
  const entries = new FormData();
  for (const path of value) {
    entries.append(name, path);
  }
  return entries;
}

function isSameList(first: readonly string[], second: readonly string[]): boolean {
  return (
    first === second ||
    (first.length === second.length && first.every((item, index) => item === second[index]))
  );
}
