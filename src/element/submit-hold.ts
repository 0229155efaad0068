import type { TaskSnapshot, TaskStatus } from '../engine/task-snapshot.js';
import { isAtRest } from './task-action.js';

/** What a held submit asks of its element. */
export type SubmitHoldHooks = {
  /** True where a form's submit has to wait for the files. */
  readonly isWanted: () => boolean;
  readonly tasks: () => readonly TaskSnapshot[];
  /** True while files are looked for and judged, that are no tasks yet. */
  readonly isTaking: () => boolean;
  /** The form that the element belongs to now. */
  readonly form: () => HTMLFormElement | null;
  /** Has the files that wait for it begin. */
  readonly start: () => void;
  /** Tells the form what is stored: its submit comes ahead of the events that say so. */
  readonly tellForm: () => void;
  /** Whether the form waits is another thing now. */
  readonly onChange: () => void;
  /** The submit was given up, since this task needs a person; null: since the whole queue does. */
  readonly onGiveUp: (task: TaskSnapshot | null) => void;
};

const NEED_A_PERSON: ReadonlySet<TaskStatus> = new Set<TaskStatus>(['failed', 'paused', 'conflict']);

/** Holds the submit of a form until all files are stored, then submits it as it was meant. */
export class SubmitHold {
  readonly #hooks: SubmitHoldHooks;
  #form: HTMLFormElement | null = null;
  #listening: AbortController | null = null;
  /** What the submit was made by; null while none is held. */
  #held: { readonly submitter: HTMLElement | null } | null = null;

  constructor(hooks: SubmitHoldHooks) {
    this.#hooks = hooks;
  }

  get isHolding(): boolean {
    return this.#held !== null;
  }

  /** The element belongs to this form now. */
  follow(form: HTMLFormElement | null): void {
    if (form === null) {
      // It may only be moved in its form, which leaves it and joins it again.
      setTimeout(() => {
        if (this.#hooks.form() === null) this.#leave();
      }, 0);
      return;
    }
    if (form === this.#form) return;
    this.#leave();
    this.#form = form;
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    // Ahead of the page's own listeners, which may send the form by themselves.
    form.addEventListener('submit', this.#onSubmit, { capture: true, signal });
    form.addEventListener('reset', () => this.#let(), { signal });
  }

  #leave(): void {
    this.#listening?.abort();
    this.#form = null;
    this.#let();
  }

  /** Something changed: the submit may go off, or has to be given up. */
  check(): void {
    if (this.#held === null) return;
    const tasks = this.#hooks.tasks();
    const needing = tasks.find(({ status }) => NEED_A_PERSON.has(status));
    if (needing !== undefined) this.giveUp(needing);
    else if (!this.#hooks.isTaking() && tasks.every(({ status }) => isAtRest(status)))
      this.#goOff(this.#held.submitter);
  }

  /** Files came in: with `manual-start` they wait for it too. */
  afterTaking(): void {
    if (this.#held === null) return;
    this.#hooks.start();
    this.check();
  }

  /** It will not come to an end without a person. */
  giveUp(task: TaskSnapshot | null): void {
    if (this.#held === null) return;
    this.#let();
    this.#hooks.onGiveUp(task);
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    const tasks = this.#hooks.tasks();
    const isComplete =
      !this.#hooks.isTaking() && tasks.every(({ status }) => status === 'completed' || status === 'canceled');
    if (event.defaultPrevented || isComplete || !this.#hooks.isWanted()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#held = { submitter: event.submitter };
    this.#hooks.onChange();
    this.#hooks.start();
    this.check();
  };

  #goOff(submitter: HTMLElement | null): void {
    const form = this.#form;
    this.#let();
    this.#hooks.tellForm();
    const isStillThere = submitter instanceof HTMLButtonElement || submitter instanceof HTMLInputElement;
    form?.requestSubmit(isStillThere && submitter.form === form ? submitter : null);
  }

  #let(): void {
    if (this.#held === null) return;
    this.#held = null;
    this.#hooks.onChange();
  }
}
