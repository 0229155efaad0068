import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { mayBeAccepted, type AcceptList } from '../intake/accept-list.js';
import { pastedFiles } from '../intake/paste-entries.js';
import type { AddFilesInput } from '../uploader.js';
import { isInDropTarget, joinPageTakers, leavePageTakers } from './drop-target.js';
import type { DropTarget } from './drop-target.js';
import { guardStrayDrops } from './stray-drops.js';

/** What the element tells of itself, and what it does with what comes. */
export type DragHooks = {
  /** Looked up at each event. */
  readonly target: () => DropTarget;
  readonly isDisabled: () => boolean;
  /** What may be chosen. */
  readonly accepted: () => AcceptList;
  readonly canPaste: () => boolean;
  /** True while leaving the page would break uploads off. */
  readonly isBusy: () => boolean;
  /** Called during the event, while its files can still be read. */
  readonly take: (input: AddFilesInput) => void;
  /** The target is no selector. */
  readonly onBadTarget: (selector: string) => void;
};

/** A drag that says nothing for so long, in ms, has left in a way the browser did not tell. */
const DRAG_SILENCE_MS = 1500;

/** Files that are being dragged over. */
export type Dragged = {
  /** How many; null where the browser hides it. */
  readonly count: number | null;
  /** How many of them are sure to be left out. */
  readonly leftOut: number;
};

const DRAG_EVENTS = ['dragenter', 'dragover', 'dragleave', 'drop'] as const;

/** Takes drops and pastes of files, and knows whether files are being dragged over. */
export class DragController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #hooks: DragHooks;
  #listening: AbortController | null = null;
  /** Innermost element entered last: a leave of any other one is only a step further in. */
  #entered: EventTarget | null = null;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #dragged: Dragged | null = null;

  constructor(host: ReactiveControllerHost & Element, hooks: DragHooks) {
    this.#host = host;
    this.#hooks = hooks;
    host.addController(this);
  }

  /** What is dragged over the target now; null while nothing is. */
  get dragged(): Dragged | null {
    return this.#dragged;
  }

  hostConnected(): void {
    const listening = new AbortController();
    this.#listening = listening;
    const { signal } = listening;
    // On the host too: inside a closed shadow root the document can't see the way an event took.
    for (const node of [this.#host, this.#host.ownerDocument]) {
      for (const type of DRAG_EVENTS) {
        node.addEventListener(type, this.#onDrag, { signal });
      }
      node.addEventListener('paste', this.#onPaste, { signal });
    }
    const { defaultView } = this.#host.ownerDocument;
    if (defaultView !== null) {
      guardStrayDrops(defaultView, this.#hooks.isBusy, signal);
    }
    this.lineUp();
  }

  hostDisconnected(): void {
    this.#listening?.abort();
    this.#listening = null;
    // Moving an element disconnects and connects it within one task, and must not cost its place in the line.
    setTimeout(() => {
      if (!this.#host.isConnected) {
        leavePageTakers(this.#host);
      }
    }, 0);
    this.#end();
  }

  /** Joins or leaves the line for the page's drops; called when the target changed. */
  lineUp(): void {
    if (this.#listening !== null && this.#hooks.target() === 'page') {
      joinPageTakers(this.#host);
    } else {
      leavePageTakers(this.#host);
    }
  }

  readonly #onDrag = (event: Event): void => {
    if (!(event instanceof DragEvent) || event.dataTransfer === null) {
      return;
    }
    const transfer = event.dataTransfer;
    if (!transfer.types.includes('Files') || event.defaultPrevented || !this.#isMine(event)) {
      return;
    }
    const innermost = event.composedPath()[0] ?? null;
    if (event.type === 'dragleave') {
      if (innermost === this.#entered) {
        this.#end();
      }
      return;
    }
    // Without this the browser would open the dropped file in place of the page.
    event.preventDefault();
    if (this.#hooks.isDisabled()) {
      transfer.dropEffect = 'none';
      return;
    }
    transfer.dropEffect = 'copy';
    if (event.type === 'drop') {
      this.#end();
      this.#hooks.take(transfer);
      return;
    }
    if (event.type === 'dragenter') {
      this.#entered = innermost;
    }
    this.#begin(transfer);
  };

  readonly #onPaste = (event: Event): void => {
    if (!(event instanceof ClipboardEvent) || event.defaultPrevented) {
      return;
    }
    const pasted = this.#hooks.canPaste() && this.#isMine(event) ? pastedFiles(event, Date.now()) : null;
    if (pasted === null) {
      return;
    }
    event.preventDefault();
    this.#hooks.take(pasted);
  };

  #isMine(event: Event): boolean {
    const target = this.#hooks.target();
    try {
      return isInDropTarget(event, target, this.#host);
    } catch {
      // Not a selector: SyntaxError.
      this.#hooks.onBadTarget(typeof target === 'string' ? target : target.localName);
      return false;
    }
  }

  #begin(transfer: DataTransfer): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#end(), DRAG_SILENCE_MS);
    const files = [...transfer.items].filter(({ kind }) => kind === 'file');
    const count = files.length > 0 ? files.length : null;
    const accepted = this.#hooks.accepted();
    const leftOut = files.filter(({ type }) => !mayBeAccepted(accepted, type)).length;
    if (this.#dragged?.count !== count || this.#dragged.leftOut !== leftOut) {
      this.#dragged = { count, leftOut };
      this.#host.requestUpdate();
    }
  }

  #end(): void {
    clearTimeout(this.#silence);
    this.#entered = null;
    if (this.#dragged !== null) {
      this.#dragged = null;
      this.#host.requestUpdate();
    }
  }
}
