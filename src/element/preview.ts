import { noChange } from 'lit';
import type { ChildPart, TemplateResult } from 'lit';
import { AsyncDirective, directive } from 'lit/async-directive.js';
import type { FileKind } from './file-kind.js';

/** The code of previews, asked for once, by the first picture of the page; null where it can't be loaded. */
let previews: Promise<typeof import('../previews/show-while-seen.js') | null> | undefined;

class Preview extends AsyncDirective {
  #part: ChildPart | null = null;
  #file: File | null = null;
  #icon: TemplateResult | null = null;
  #stop: (() => void) | null = null;

  render(_file: File | null, _kind: FileKind, icon: TemplateResult): unknown {
    return icon;
  }

  override update(
    part: ChildPart,
    [file, kind, icon]: [file: File | null, kind: FileKind, icon: TemplateResult],
  ): unknown {
    const pictured = kind === 'image' || kind === 'video' ? file : null;
    if (pictured === this.#file && icon === this.#icon) {
      return noChange;
    }
    this.disconnected();
    this.#part = part;
    this.#file = pictured;
    this.#icon = icon;
    this.reconnected();
    return icon;
  }

  override disconnected(): void {
    this.#stop?.();
    this.#stop = null;
  }

  override reconnected(): void {
    if (this.#file !== null && this.isConnected) {
      this.#stop = this.#start(this.#file);
    }
  }

  #start(file: File): () => void {
    let stop: (() => void) | null = null;
    let isStopped = false;
    previews ??= import('../previews/show-while-seen.js').catch(() => null);
    void previews.then((loaded) => {
      const frame = this.#part?.parentNode;
      if (!isStopped && loaded !== null && frame instanceof Element) {
        stop = loaded.showWhileSeen(frame, file, (canvas) => this.setValue(canvas ?? this.#icon));
      }
    });
    return () => {
      isStopped = true;
      stop?.();
    };
  }
}

/**
 * The picture of a file while its row can be seen, and its icon until then, or where it has none. A file of null is
 * only an icon.
 */
export const preview = directive(Preview);
