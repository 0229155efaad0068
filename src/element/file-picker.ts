import type { AddFilesInput } from '../uploader.js';
import { hasHandlePicker, pickHandles } from './handle-picker.js';
import { findPicker, type Picking } from './view-pickers.js';

/** What picking depends on. */
export type FilePickerHost = {
  readonly root: () => ParentNode | null;
  /** True: by a picker that gives handles, where the browser has one. */
  readonly keepsHandles: () => boolean;
  readonly accept: () => string;
  readonly isMultiple: () => boolean;
  readonly take: (input: AddFilesInput) => void;
  readonly warn: (text: string) => void;
};

/** Lets the person pick: by the hidden inputs, or by a picker whose files a later visit can open again. */
export class FilePicker {
  readonly #host: FilePickerHost;

  constructor(host: FilePickerHost) {
    this.#host = host;
  }

  /** After a click of the person. */
  choose(what: Picking): void {
    if (this.#givesHandles && what !== 'camera') this.#pickHandles(what);
    else findPicker(this.#host.root(), what)?.click();
  }

  /** @throws DOMException `NotAllowedError` without a click or key press of the person */
  show(what: Exclude<Picking, 'camera'>): void {
    if (this.#givesHandles) {
      if (!navigator.userActivation.isActive) {
        throw new DOMException('Choosing needs a click or key press.', 'NotAllowedError');
      }
      this.#pickHandles(what);
      return;
    }
    const input = findPicker(this.#host.root(), what);
    if (typeof input?.showPicker === 'function') input.showPicker();
    else input?.click();
  }

  get #givesHandles(): boolean {
    return this.#host.keepsHandles() && hasHandlePicker();
  }

  #pickHandles(what: Exclude<Picking, 'camera'>): void {
    const { accept, isMultiple, take, warn } = this.#host;
    pickHandles({ accept: accept(), isMultiple: isMultiple(), isForFolders: what === 'folders' }).then(
      (handles) => {
        if (handles.length > 0) take(handles);
      },
      (thrown: unknown) => warn(`the picker failed: ${thrown instanceof Error ? thrown.message : ''}`),
    );
  }
}
