import { html, nothing } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { createUploader } from '../create-uploader.js';
import { TaskRemoveEvent } from '../engine/engine-events.js';
import type { UploaderEventMap } from '../engine/engine-events.js';
import type { UploaderOptions } from '../engine/options.js';
import type { TaskSnapshot } from '../engine/task-snapshot.js';
import { resolveRules } from '../intake/resolve-rules.js';
import type { Messages } from '../locales/messages.js';
import { onLocaleRegistered } from '../locales/registry.js';
import type { AddFilesInput, Uploader } from '../uploader.js';
import { Announcer } from './announcer.js';
import { isOn } from './attribute-converters.js';
import { takeCensus } from './census.js';
import { CommandElement } from './command-element.js';
import { showCustomStates } from './custom-states.js';
import { DragController } from './drag-controller.js';
import { dropHint } from './drop-hint.js';
import { emit } from './events.js';
import { FocusKeeper } from './focus-keeper.js';
import { frameStyles } from './frame-styles.js';
import { listStyles } from './list-styles.js';
import { Notices } from './notices.js';
import { readChoice } from './read-settings.js';
import { rejectLimit } from './reject-limits.js';
import { RowSlices } from './row-slices.js';
import { theme } from './theme.js';
import { UploaderController } from './uploader-controller.js';
import type { ViewActions } from './view-context.js';
import { ViewContextSource } from './view-context-source.js';
import { viewDropZone } from './view-drop-zone.js';
import { viewNotes } from './view-notes.js';
import { findPicker, viewPickers } from './view-pickers.js';
import { viewSummary } from './view-summary.js';
import { viewTaskList } from './view-task-list.js';
import { zoneStyles } from './zone-styles.js';

/** The views that may be asked for; `grid` and `compact` are drawn as the list. */
const VIEWS = ['list', 'grid', 'compact', 'none'] as const;

/**
 * Uploads files to Tencent Cloud SMH: drop zone, list, form control.
 *
 * @tagname smh-uploader
 *
 * @fires {FilesAddEvent} smh-files-add - Files passed the rules; `preventDefault()` keeps them out.
 * @fires {FileRejectEvent} smh-file-reject - A rule said no.
 * @fires {UploadStartEvent} smh-upload-start - A task got its slot, once a task.
 * @fires {UploadProgressEvent} smh-upload-progress - Bytes moved; at most once a frame and task.
 * @fires {UploadStateChangeEvent} smh-upload-state-change - A task went from one status to another.
 * @fires {UploadConflictEvent} smh-upload-conflict - The name is taken; `preventDefault()`: the page answers.
 * @fires {UploadSuccessEvent} smh-upload-success - A file is stored, or handed over.
 * @fires {UploadErrorEvent} smh-upload-error - A task failed and rests, or the queue did (`task` null).
 * @fires {UploadCancelEvent} smh-upload-cancel - A task was canceled or its file skipped.
 * @fires {TaskRemoveEvent} smh-task-remove - A row's remove button was used; `preventDefault()` keeps the row.
 * @fires {QueueProgressEvent} smh-queue-progress - The sums over all tasks changed.
 * @fires {QueueSettleEvent} smh-queue-settle - A batch came to rest.
 * @fires {Event} input - The person or an upload changed `value`.
 * @fires {Event} change - The person or an upload changed `value`.
 *
 * @slot - The invitation in the drop zone; with `view="none"` all that is drawn.
 * @slot icon - Picture of the drop zone.
 * @slot button - Words of the button that chooses files.
 * @slot hint - What may be added.
 * @slot empty - Shown while there are no files.
 * @slot footer - Below everything.
 *
 * @csspart drop-zone - The invitation; below the files once there are some.
 * @csspart button - A button that chooses files or folders.
 * @csspart summary - The header of the batch.
 * @csspart list - The list of files.
 * @csspart item - One file.
 * @csspart preview - Its picture.
 * @csspart name - Its name.
 * @csspart status - What happens to it.
 * @csspart progress - A progress track, of a file or of all.
 * @csspart bar - The filled part of it.
 * @csspart actions - The buttons of a file.
 * @csspart action - One button.
 * @csspart prompt - The question where a name is taken.
 * @csspart message - A note above the list.
 *
 * @cssprop --smh-accent - Progress, main button, links.
 * @cssprop --smh-accent-strong - The same, pressed.
 * @cssprop --smh-accent-soft - Fill while dragging over.
 * @cssprop --smh-on-accent - Text on the accent.
 * @cssprop --smh-surface - Background.
 * @cssprop --smh-sunken - Background of the drop zone and of pictures.
 * @cssprop --smh-hover - Background of a row under the pointer.
 * @cssprop --smh-text - Names and titles.
 * @cssprop --smh-muted - The rest of the text, icons.
 * @cssprop --smh-line - Lines that decorate.
 * @cssprop --smh-line-strong - Borders of controls.
 * @cssprop --smh-track - Unfilled part of a progress bar.
 * @cssprop --smh-success - Tick, finished bar.
 * @cssprop --smh-danger - What needs a person.
 * @cssprop --smh-danger-soft - Fill of such a note.
 * @cssprop --smh-warning - What waits.
 * @cssprop --smh-warning-soft - Fill of such a note.
 * @cssprop --smh-radius - Corners of the frame. Default 12px.
 * @cssprop --smh-density - Height of rows: 0.875, 1 or 1.125.
 * @cssprop --smh-font - Font family. Default: the page's.
 *
 * @cssstate dragging - Files are dragged over.
 * @cssstate uploading - Something moves.
 * @cssstate paused - Nothing moves, something is paused.
 * @cssstate failed - At least one file failed.
 * @cssstate complete - There are files, and all are stored.
 * @cssstate disabled - Choosing is blocked.
 */
export class SmhUploader extends CommandElement {
  static override styles = [theme, frameStyles, zoneStyles, listStyles];

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang'];
  }

  /**
   * Registers the element as `tag`, or a subclass of it under another name. Does
   * nothing where the name is taken, as by a second copy of this package, or where
   * there are no custom elements.
   */
  static define(tag = 'smh-uploader'): void {
    const registry = globalThis.customElements;
    if (registry === undefined || registry.get(tag) !== undefined) {
      return;
    }
    registry.define(tag, tag === 'smh-uploader' ? this : class extends this {});
  }

  readonly #announcer = new Announcer(this);
  readonly #notices = new Notices(this.#announcer, () => this.currentMessages);
  readonly #controller = new UploaderController(this, {
    create: () => this.createUploader(),
    options: () => this.#checkedOptions(),
    takeOptionsChanged: () => this.takeOptionsChanged(),
    onBadOption: (option, reason) => this.warnOnce(`option ${option} is ignored: ${reason}`),
    events: {
      before: (type) => this.#beforeEvent(type),
      after: {
        'smh-files-add': (event) => this.#onFilesAdd(event),
        'smh-file-reject': (event) => this.#notices.onReject(event),
        'smh-upload-state-change': (event) => this.#notices.onStateChange(event),
        'smh-upload-conflict': (event) => this.#notices.onConflict(event),
        'smh-upload-success': () => this.tellValue(),
        'smh-upload-error': (event) => this.#notices.onError(event),
        'smh-queue-settle': (event) => this.#notices.onSettle(event),
      },
      always: () => this.#controller.drawSoon(),
    },
  });
  readonly #drag = new DragController(this, {
    target: () => this.dropTarget ?? 'self',
    isDisabled: () => this.isBlocked,
    canPaste: () => !isOn(this.noPaste) && !this.isBlocked,
    isBusy: () => this.#controller.current.progress.active > 0,
    take: (transfer) => this.#take(transfer),
    onBadTarget: (selector) => this.warnOnce(`drop-target "${selector}" is no selector.`),
  });
  readonly #viewActions: ViewActions = {
    pause: (id) => this.pause(id),
    resume: (id) => this.resume(id),
    retry: (id) => this.retry(id),
    remove: (id) => this.#removeByPerson(id),
    resolve: (id, choice, all) => this.resolveConflict(id, choice, { all }),
    startAll: () => this.start(),
    pauseAll: () => this.pause(),
    resumeAll: () => this.resume(),
    retryAll: () => this.retry(),
    clearFinished: () => this.#clearByPerson(),
    dismissNotes: () => this.forgetNotices(),
    chooseFiles: () => this.#choose(false),
    chooseFolder: () => this.#choose(true),
  };
  readonly #context = new ViewContextSource(this.#viewActions, (text) => this.warnOnce(text));
  readonly #rowSlices = new RowSlices(this);
  readonly #isTouchOnly = !matchMedia('(any-pointer: fine)').matches;
  #stopWatchingLocales: (() => void) | null = null;

  constructor() {
    super();
    this.addController(new FocusKeeper(this));
    this.addEventListener('click', (event) => this.#onLabelClick(event));
  }

  /** A `createUploader()` instance that outlives this view: it is drawn, never paused or destroyed. */
  @property({ attribute: false })
  get uploader(): Uploader | null {
    return this.#controller.given;
  }

  set uploader(uploader: Uploader | null | undefined) {
    this.changeQuietly(() => {
      this.#controller.given = uploader ?? null;
    });
  }

  /**
   * Opens the picker, of folders where asked.
   *
   * @throws DOMException `NotAllowedError` without a click or key press of the person,
   * `InvalidStateError` while disabled
   */
  showPicker({ directories = false }: { readonly directories?: boolean } = {}): void {
    if (this.isBlocked) {
      throw new DOMException('The uploader is disabled.', 'InvalidStateError');
    }
    this.readyUploader();
    const input = findPicker(this.shadowRoot, directories);
    if (typeof input?.showPicker === 'function') {
      input.showPicker();
    } else {
      input?.click();
    }
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopWatchingLocales = onLocaleRegistered(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopWatchingLocales?.();
    this.#stopWatchingLocales = null;
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(name, before, now);
    if (name === 'lang') {
      this.requestUpdate();
    }
  }

  /** The element's own uploader; a subclass may give another. */
  protected createUploader(): Uploader {
    return createUploader();
  }

  protected override get currentTasks(): readonly TaskSnapshot[] {
    return this.#controller.current.tasks;
  }

  protected override get currentMessages(): Messages {
    return this.#context.current.messages;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('dropTarget')) {
      this.#drag.lineUp();
    }
    this.#context.renew(this, this.messages, this.isBlocked);
  }

  protected override render(): TemplateResult {
    const view = readChoice('view', this.view, VIEWS, (text) => this.warnOnce(text));
    const pickers = viewPickers({
      accept: this.acceptText,
      capture: this.getAttribute('capture') ?? (this.capture || undefined),
      isMultiple: this.isMultiple,
      isDisabled: this.isBlocked,
      take: (files) => this.#take(files),
    });
    if (view === 'none') {
      return html`<slot></slot>${pickers}`;
    }
    return html`
      <div class="frame" role="group" aria-label=${this.labelText}>
        <div class="body">${this.#renderBody()}<slot name="footer"></slot></div>
      </div>
      <div class="visually-hidden" role="status" aria-live="polite">${this.#announcer.text}</div>
      ${pickers}
    `;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    const { tasks, progress } = this.#controller.current;
    showCustomStates(this.internals, {
      tasks,
      totals: progress,
      isDragging: this.#drag.dragged !== null,
      isDisabled: this.isBlocked,
    });
  }

  #renderBody(): TemplateResult {
    const context = this.#context.current;
    const { tasks: running, progress } = this.#controller.current;
    const given = this.formControl.givenRows;
    const tasks = given.length > 0 ? [...given, ...running] : running;
    const hasTasks = tasks.length > 0;
    const census = takeCensus(tasks);
    const rules = resolveRules(this.collectOptions());
    const { rejections, queueError, askedElsewhere } = this.#notices;
    const limitFor = (code: (typeof rejections)[number]['code']): string | null =>
      rejectLimit(code, rules, this.acceptText, context);
    return html`
      ${hasTasks ? viewSummary(census, progress, context) : nothing}
      ${viewNotes({ queueError, rejections, limitFor }, context)}
      ${
        hasTasks
          ? viewTaskList(this.#rowSlices.take(tasks), context, {
              now: Date.now(),
              askedElsewhere,
              hasMoreConflicts: census.asking > 1,
            })
          : html`<slot name="empty"></slot>`
      }
      ${viewDropZone(
        {
          hasTasks,
          isMultiple: this.isMultiple,
          hasFolderButton: this.hasFolderButton,
          dragged: this.#drag.dragged,
          isTouchOnly: this.#isTouchOnly,
          hint: dropHint(this.acceptText, rules.maxFileBytes, context),
        },
        context,
      )}
    `;
  }

  protected override readyUploader(): Uploader {
    if (!this.hasUpdated && this.isUpdatePending) {
      // Lit keeps what was set before the definition until its first update.
      this.performUpdate();
    }
    return this.#controller.current;
  }

  /** A malformed rule refuses files; the developer reads why before the first one comes. */
  #checkedOptions(): UploaderOptions {
    const options = this.collectOptions();
    const { problem } = resolveRules(options);
    if (problem !== null) {
      this.warnOnce(problem);
    }
    return options;
  }

  #choose(isForFolders: boolean): void {
    this.readyUploader().warmUp();
    findPicker(this.shadowRoot, isForFolders)?.click();
  }

  #take(input: AddFilesInput): void {
    this.addFiles(input).catch((thrown: unknown) => {
      this.warnOnce(
        `files could not be added: ${thrown instanceof Error ? thrown.message : 'unknown reason'}`,
      );
    });
  }

  /** A label's click arrives with the element itself as target; one inside does not. */
  #onLabelClick(event: Event): void {
    if (event.composedPath()[0] === this && !event.defaultPrevented && !this.isBlocked) {
      this.#choose(false);
    }
  }

  #removeByPerson(id: string): void {
    const task = [...this.formControl.givenRows, ...this.tasks].find((candidate) => candidate.id === id);
    if (task === undefined || !emit(this, new TaskRemoveEvent({ task }))) {
      return;
    }
    if (!this.formControl.takeBack(id)) {
      this.#controller.current.removeTask(id);
    }
    this.#tellValueSoon();
  }

  #clearByPerson(): void {
    this.#controller.current.clearFinished();
    this.formControl.give([]);
    this.#tellValueSoon();
  }

  /** Events never come inside the click that caused them. */
  #tellValueSoon(): void {
    queueMicrotask(() => this.tellValue());
    this.requestUpdate();
  }

  protected override forgetNotices(): void {
    this.#notices.forget();
    this.requestUpdate();
  }

  #beforeEvent(type: keyof UploaderEventMap): void {
    if (type === 'smh-queue-progress' || type === 'smh-queue-settle') {
      this.tellValue();
    }
  }

  #onFilesAdd(event: UploaderEventMap['smh-files-add']): void {
    if (event.defaultPrevented) {
      return;
    }
    if (!this.isMultiple) {
      // A new choice replaces what was there before, the value given by the page included.
      this.formControl.give([]);
    }
    this.#notices.onFilesAdd(event);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'smh-uploader': SmhUploader;
  }
  interface HTMLElementEventMap extends UploaderEventMap {}
  interface DocumentEventMap extends UploaderEventMap {}
}
