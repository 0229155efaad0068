import type { PropertyValues } from 'lit';
import { property } from 'lit/decorators.js';
import type { TaskSnapshot } from '../engine/task-snapshot.js';
import type { Messages } from '../locales/messages.js';
import { isOn } from './attribute-converters.js';
import { emit } from './events.js';
import { FormControl, pathsOf } from './form-control.js';
import { readChoice, readCount } from './read-settings.js';
import { SubmitHold } from './submit-hold.js';
import { UploaderProperties } from './uploader-properties.js';

const VALUE_FORMATS = ['path', 'json'] as const;

/** The element as forms and labels see it. */
export abstract class FormElement extends UploaderProperties {
  /** Takes part in forms. */
  static readonly formAssociated = true;

  protected readonly internals = this.attachInternals();
  protected readonly formControl = new FormControl(this.internals, {
    tasks: () => this.currentTasks,
    isTaking: () => this.isTaking,
    // Frameworks set null for "none".
    name: () => this.name ?? '',
    isRequired: () => this.required,
    minFiles: () => readCount('min-files', this.minFiles, Infinity, (text) => this.warnOnce(text)) ?? 0,
    format: () =>
      readChoice('value-format', this.valueFormat, VALUE_FORMATS, (text) => this.warnOnce(text)) ?? 'path',
    doesSubmitWait: () => isOn(this.submitWait),
    messages: () => this.currentMessages,
    anchor: () => this.chooseButton,
  });
  protected readonly submitHold = new SubmitHold({
    isWanted: () => isOn(this.submitWait),
    tasks: () => this.currentTasks,
    isTaking: () => this.isTaking,
    form: () => this.form,
    start: () => this.start(),
    tellForm: () => this.formControl.tell(),
    onChange: () => this.onSubmitHeld(this.submitHold.isHolding),
    onGiveUp: (task) => this.focusTask(task),
  });
  /** By the own attribute or by a fieldset. */
  #isFormDisabled = false;
  #wasBlocked = false;

  /**
   * Final paths of the stored files, `/`-joined, or JSON texts by `valueFormat`. Setting shows such as
   * stored rows; `[]` clears those only.
   */
  @property({ attribute: false })
  get value(): readonly string[] {
    return this.formControl.value;
  }

  set value(value: readonly string[] | string | null | undefined) {
    this.changeQuietly(() => this.formControl.give(pathsOf(value)));
  }

  /** What a reset restores; the attribute `value` holds a JSON array or one path. */
  @property({ attribute: 'value', converter: { fromAttribute: pathsOf } })
  get defaultValue(): readonly string[] {
    return this.formControl.defaultValue;
  }

  set defaultValue(value: readonly string[] | string | null | undefined) {
    this.changeQuietly(() => {
      this.formControl.defaultValue = pathsOf(value);
    });
  }

  /** The form that this control belongs to. */
  get form(): HTMLFormElement | null {
    return this.internals.form;
  }

  /** The labels of this control. */
  get labels(): NodeList {
    return this.internals.labels;
  }

  /** What is wrong with the value, if anything. */
  get validity(): ValidityState {
    return this.internals.validity;
  }

  /** The same for people. */
  get validationMessage(): string {
    return this.internals.validationMessage;
  }

  /** False while disabled. */
  get willValidate(): boolean {
    return this.internals.willValidate;
  }

  /** The tag's name, as for any custom form control. */
  get type(): string {
    return this.localName;
  }

  /** True where the value is valid; else `invalid` is dispatched. */
  checkValidity(): boolean {
    this.formControl.tell();
    return this.internals.checkValidity();
  }

  /** As `checkValidity`, and shows the person what is wrong. */
  reportValidity(): boolean {
    this.formControl.tell();
    return this.internals.reportValidity();
  }

  /** Makes the control invalid with this text until an empty one is set. */
  setCustomValidity(message: string): void {
    this.formControl.setCustomValidity(message);
  }

  /** Focuses the button that chooses files. */
  override focus(options?: FocusOptions): void {
    this.chooseButton?.focus(options);
  }

  /** @internal */
  formDisabledCallback(isDisabled: boolean): void {
    this.#isFormDisabled = isDisabled;
    this.requestUpdate();
  }

  /** @internal */
  formAssociatedCallback(form: HTMLFormElement | null): void {
    this.submitHold.follow(form);
  }

  /** @internal */
  formStateRestoreCallback(state: File | string | FormData | null): void {
    this.changeQuietly(() => this.formControl.restore(state));
  }

  /** @internal */
  formResetCallback(): void {
    this.changeQuietly(() => {
      this.clearTasks();
      this.formControl.restoreDefault();
    });
  }

  /** True while files are looked for and judged, that are no tasks yet. */
  protected abstract get isTaking(): boolean;
  protected abstract get currentTasks(): readonly TaskSnapshot[];
  protected abstract get currentMessages(): Messages;
  /** Has what waits for it begin. */
  abstract start(): void;
  /** A form waits for the files, or no longer. */
  protected abstract onSubmitHeld(isHeld: boolean): void;
  /** Brings a row to the person's attention; null: what the whole queue needs a person for. */
  protected abstract focusTask(task: TaskSnapshot | null): void;
  /** Cancels what runs and empties the list. */
  protected abstract clearTasks(): void;

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    this.#wasBlocked = this.isBlocked;
  }

  protected override firstUpdated(changed: PropertyValues<this>): void {
    super.firstUpdated(changed);
    // All that was set until now was the page's doing.
    this.formControl.takeNews();
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    this.formControl.tell();
    if (this.#wasBlocked !== this.isBlocked) {
      // The own attribute follows its property only after drawing, and with it what the form says.
      queueMicrotask(() => this.requestUpdate());
    }
  }

  /** True while choosing is blocked, by the element or by its fieldset. */
  protected get isBlocked(): boolean {
    return this.disabled || (this.#isFormDisabled && !this.hasAttribute('disabled'));
  }

  /** Name of the whole for assistive technology: the page's label, else the language's word. */
  protected get labelText(): string {
    const own = this.getAttribute('aria-label') ?? '';
    const labels = [...this.internals.labels].map((label) => (label.textContent ?? '').trim());
    return own || labels.join(' ') || this.currentMessages.fileUpload;
  }

  /** Tells the form, and the page where the person or an upload changed the value. */
  protected tellValue(): void {
    this.formControl.tell();
    if (this.formControl.takeNews()) {
      emit(this, new Event('input', { bubbles: true, composed: true }));
      emit(this, new Event('change', { bubbles: true }));
    }
  }

  /** Makes a change of the value that is the page's own doing: the form is told, no event comes. */
  protected changeQuietly(change: () => void): void {
    if (!this.hasUpdated) {
      // There may be properties still to come; the first update tells.
      change();
      return;
    }
    this.formControl.changeQuietly(change);
    this.formControl.tell();
    this.requestUpdate();
  }

  private get chooseButton(): HTMLElement | null {
    return this.shadowRoot?.querySelector<HTMLElement>('[data-action="choose-files"]') ?? null;
  }
}
