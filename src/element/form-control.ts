import type { TaskSnapshot } from '../engine/task-snapshot.js';
import type { Messages } from '../locales/messages.js';
import { storedPath, storedRow } from './stored-rows.js';
import { isAtRest } from './task-action.js';

/** What the form side reads of its element. */
export type FormFacts = {
  readonly tasks: () => readonly TaskSnapshot[];
  readonly name: () => string;
  readonly isRequired: () => boolean;
  readonly messages: () => Messages;
  /** The element that a validation bubble points to; null before the first render. */
  readonly anchor: () => HTMLElement | null;
};

/** What the value is made of, so that a change is seen without comparing texts. */
type Basis = { readonly tasks: readonly TaskSnapshot[]; readonly given: readonly TaskSnapshot[] };

const EMPTY: readonly string[] = Object.freeze([]);

/** The element as a form control: value, validity, reset. */
export class FormControl {
  readonly #internals: ElementInternals;
  readonly #facts: FormFacts;
  #given: readonly TaskSnapshot[] = [];
  #default: readonly string[] = EMPTY;
  #isPristine = true;
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

  /** Final paths of stored files, `/`-joined; the same array until one changes. */
  get value(): readonly string[] {
    const tasks = this.#facts.tasks();
    if (this.#basis?.tasks !== tasks || this.#basis.given !== this.#given) {
      this.#basis = { tasks, given: this.#given };
      const paths = [...this.#given, ...tasks].map(storedPath).filter((path) => path !== null);
      if (!isSameList(paths, this.#value)) {
        this.#value = Object.freeze(paths);
      }
    }
    return this.#value;
  }

  /** Shows `paths` as stored rows; running tasks and those stored in this visit stay as they are. */
  give(paths: readonly string[]): void {
    this.#isPristine = false;
    this.#given = Object.freeze([...new Set(paths)].map(storedRow));
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
      this.#internals.setFormValue(formEntries(name, value));
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
    if (this.#facts.tasks().some(({ status }) => !isAtRest(status))) {
      return { flags: { customError: true }, message: messages.stillUploading };
    }
    // Not by the value alone: of a file whose answer was lost the final name may not be known.
    const isStored =
      this.value.length > 0 || this.#facts.tasks().some(({ status }) => status === 'completed');
    if (this.#facts.isRequired() && !isStored) {
      return { flags: { valueMissing: true }, message: messages.valueMissing };
    }
    return { flags: {}, message: '' };
  }
}

/**
 * The paths that a `value` stands for: an array, or a text as in the attribute,
 * a JSON array or one path. Anything that holds no path is empty.
 */
export function pathsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) {
    return value.filter((item): item is string => typeof item === 'string' && item !== '');
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
  return first.length === second.length && first.every((item, index) => item === second[index]);
}
