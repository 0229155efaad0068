import { html } from 'lit';
import type { PropertyValues, TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { createUploader } from '../create-uploader.js';
import { TaskRemoveEvent } from '../engine/engine-events.js';
import type { Rejection, UploaderEventMap } from '../engine/engine-events.js';
import type { UploaderOptions } from '../engine/options.js';
import type { TaskSnapshot } from '../engine/task-snapshot.js';
import { nearestPath } from '../intake/path-rule.js';
import { resolveRules } from '../intake/resolve-rules.js';
import type { Messages } from '../locales/messages.js';
import type { AddFilesInput, Uploader } from '../uploader.js';
import { ActiveTime } from './active-time.js';
import { Announcer } from './announcer.js';
import { isOn } from './attribute-converters.js';
import { CancelAll } from './cancel-all.js';
import { CommandElement } from './command-element.js';
import { showCustomStates } from './custom-states.js';
import { DragController } from './drag-controller.js';
import { EarlierNotice } from './earlier-notice.js';
import { makeEventHooks } from './event-hooks.js';
import { emit } from './events.js';
import { FilePicker } from './file-picker.js';
import { LanguageController } from './language-controller.js';
import { ListController } from './list-controller.js';
import { Notices } from './notices.js';
import { readChoice } from './read-settings.js';
import { Removals } from './removals.js';
import { styles } from './styles.js';
import { isTouchOnly } from './touch-only.js';
import { UploaderController } from './uploader-controller.js';
import { ViewContextSource } from './view-context-source.js';
import { makeViewActions } from './view-actions.js';
import { viewBody } from './view-body.js';
import { viewCompact } from './view-compact.js';
import { viewLiveRegions } from './view-live-regions.js';
import { viewPickers, type Picking } from './view-pickers.js';

/** The views that may be asked for. */
const VIEWS = ['list', 'grid', 'compact', 'none'] as const;

/**
 * Uploads files to Tencent Cloud SMH: drop zone, list, form control.
 *
 * @tagname smh-uploader
 *
 * @attr {string} lang - Language of the texts; without it the nearest one above, through shadow hosts.
 * @attr {string} form - Id of the form that the files belong to, where it is not the one around.
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
 * @fires {ResumeAvailableEvent} smh-resume-available - There are unfinished uploads of an earlier visit.
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
 * @csspart group - The header of the files of one folder.
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
  static override styles = styles;

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
  readonly #earlier = new EarlierNotice({
    announcer: this.#announcer,
    messages: () => this.currentMessages,
    uploader: () => this.#controller.current,
    onChange: () => this.requestUpdate(),
  });
  readonly #activeTime = new ActiveTime(this, () => this.#controller.current.progress);
  readonly #controller = new UploaderController(this, {
    create: () => this.createUploader(),
    options: () => this.#checkedOptions(),
    takeOptionsChanged: () => this.takeOptionsChanged(),
    onBadOption: (option, reason) => this.warnOnce(`option ${option} is ignored: ${reason}`),
    events: makeEventHooks({
      notices: this.#notices,
      earlier: this.#earlier,
      submitHold: this.submitHold,
      activeTime: this.#activeTime,
      tellValue: () => this.tellValue(),
      onFilesAdd: (event) => this.#onFilesAdd(event),
      removals: () => this.#removals,
      cancelAll: () => this.#cancelAll,
      drawSoon: () => this.#controller.drawSoon(),
    }),
  });
  readonly #drag = new DragController(this, {
    target: () => this.dropTarget ?? 'self',
    isDisabled: () => this.isBlocked,
    accepted: () => resolveRules(this.collectOptions()).accept,
    canPaste: () => !isOn(this.noPaste) && !this.isBlocked,
    isBusy: () => this.#controller.current.progress.active > 0,
    take: (transfer) => this.#take(transfer),
    onBadTarget: (selector) => this.warnOnce(`drop-target "${selector}" is no selector.`),
  });
  readonly #picker = new FilePicker({
    root: () => this.shadowRoot,
    keepsHandles: () => isOn(this.keepHandles),
    accept: () => this.acceptText,
    isMultiple: () => this.isMultiple,
    take: (input) => this.#take(input),
    warn: (text) => this.warnOnce(text),
  });
  readonly #removals = new Removals(this, {
    find: (id) => [...this.formControl.givenRows, ...this.tasks].find((task) => task.id === id) ?? null,
    ask: (task) => emit(this, new TaskRemoveEvent({ task })),
    pause: (id) => this.pause(id),
    resume: (id) => this.resume(id),
    remove: (id) => {
      if (!this.formControl.takeBack(id)) {
        this.#controller.current.removeTask(id);
      }
      this.#tellValueSoon();
    },
  });
  readonly #cancelAll = new CancelAll(this);
  readonly #context = new ViewContextSource(
    makeViewActions(this, {
      removals: this.#removals,
      cancelAll: this.#cancelAll,
      earlier: this.#earlier,
      clearFinished: () => this.#clearByPerson(),
      dismissNotes: () => this.forgetNotices(),
      addRenamed: (rejections) => this.#addRenamed(rejections),
      choose: (what) => this.#choose(what),
    }),
    (text) => this.warnOnce(text),
  );
  readonly #list = new ListController(this);

  constructor() {
    super();
    this.addEventListener('click', (event) => this.#onLabelClick(event));
    this.addController(new LanguageController(this));
  }

  /** A `createUploader()` instance that outlives this view: it is drawn, never paused or destroyed. */
  @property({ attribute: false })
  get uploader(): Uploader | null {
    return this.#controller.given;
  }

  set uploader(uploader: Uploader | null | undefined) {
    this.#removals.finish();
    this.#cancelAll.finish();
    this.#activeTime.reset();
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
    this.#picker.show(directories ? 'folders' : 'files');
  }

  /** The element's own uploader; a subclass may give another. */
  protected createUploader(): Uploader {
    return createUploader();
  }

  protected override get currentTasks(): readonly TaskSnapshot[] {
    return this.#removals.without(this.#controller.current.tasks);
  }

  protected override get currentMessages(): Messages {
    return this.#context.current.messages;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    if (changed.has('dropTarget')) {
      this.#drag.lineUp();
    }
    this.#context.renew(this, this.messages, {
      isDisabled: this.isBlocked,
      hasPreviews: !isOn(this.noPreviews),
    });
  }

  protected override render(): TemplateResult {
    const view = readChoice('view', this.view, VIEWS, (text) => this.warnOnce(text));
    const pickers = viewPickers({
      accept: this.acceptText,
      capture: this.getAttribute('capture') ?? (this.capture || undefined),
      isMultiple: this.isMultiple,
      isDisabled: this.isBlocked,
      hasCamera: isTouchOnly(),
      take: (files) => this.#take(files),
    });
    if (view === 'none') {
      return html`<slot></slot>${pickers}`;
    }
    return html`
      <div class="frame" role="group" aria-label=${this.labelText}>
        <div class="body">${this.#renderBody(view)}<slot name="footer"></slot></div>
      </div>
      ${viewLiveRegions(this.#announcer)} ${pickers}
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

  #renderBody(view: string | undefined): TemplateResult {
    const { tasks: running, progress: totals } = this.#controller.current;
    const given = this.formControl.givenRows;
    const tasks = this.#cancelAll.drawn(given.length > 0 ? [...given, ...running] : running);
    return (view === 'compact' ? viewCompact : viewBody)(
      {
        tasks,
        totals,
        list: this.#list.take(tasks, view === 'grid'),
        notices: this.#notices,
        removed: this.#removals.ids,
        canUndo: this.#cancelAll.canUndo,
        activeSeconds: this.#activeTime.seconds,
        earlier: this.#earlier.news,
        rules: resolveRules(this.collectOptions()),
        accept: this.acceptText,
        zone: {
          isMultiple: this.isMultiple,
          hasFolderButton: this.hasFolderButton,
          dragged: this.#drag.dragged,
          isTouchOnly: isTouchOnly(),
        },
      },
      this.#context.current,
    );
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

  #choose(what: Picking): void {
    this.readyUploader().warmUp();
    this.#picker.choose(what);
  }

  #addRenamed(rejections: readonly Rejection[]): void {
    this.#notices.takeBack(rejections);
    this.#take(
      rejections.map(({ file, relativePath }) => ({ file, relativePath: nearestPath(relativePath) })),
    );
  }

  #take(input: AddFilesInput): void {
    // What goes in some seconds may be chosen again.
    this.#removals.finish();
    this.#cancelAll.finish();
    this.addFiles(input).catch((thrown: unknown) => {
      this.warnOnce(
        `files could not be added: ${thrown instanceof Error ? thrown.message : 'unknown reason'}`,
      );
    });
  }

  /** A label's click arrives with the element itself as target; one inside does not. */
  #onLabelClick(event: Event): void {
    if (event.composedPath()[0] === this && !event.defaultPrevented && !this.isBlocked) {
      this.#choose('files');
    }
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

  protected override onSubmitHeld(isHeld: boolean): void {
    this.#notices.holdsSubmit = isHeld;
    this.requestUpdate();
  }

  protected override focusTask(task: TaskSnapshot | null): void {
    if (task !== null) {
      this.#list.goToTask(task.id);
      return;
    }
    const focusNote = (): void =>
      this.shadowRoot?.querySelector<HTMLElement>('[data-action="try-again"]')?.focus();
    void this.updateComplete.then(focusNote);
  }

  protected override noteAdded(): void {
    void this.#earlier.refresh();
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
