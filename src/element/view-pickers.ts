import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';

/** What the hidden inputs are like. */
export type PickerFacts = {
  readonly accept: string;
  /** Undefined: no camera is asked for; empty: any. */
  readonly capture: string | undefined;
  readonly isMultiple: boolean;
  readonly isDisabled: boolean;
  /** A photo may be taken instead. */
  readonly hasCamera: boolean;
  readonly take: (files: readonly File[]) => void;
};

/** What is picked. */
export type Picking = 'files' | 'folders' | 'camera';

const CLASSES = { files: 'picker', folders: 'folder-picker', camera: 'camera-picker' } as const;

/** The inputs behind the buttons: for files, for folders, for a camera. */
export function viewPickers(facts: PickerFacts): TemplateResult {
  // `input` is composed: it would look like one of the element's own.
  const stop = (event: Event): void => event.stopPropagation();
  const onChange = (event: Event): void => onPicked(event, facts.take);
  return html`
    <input
      class="picker"
      type="file"
      hidden
      tabindex="-1"
      aria-hidden="true"
      accept=${ifDefined(facts.accept === '' ? undefined : facts.accept)}
      capture=${ifDefined(facts.capture)}
      ?multiple=${facts.isMultiple}
      ?disabled=${facts.isDisabled}
      @input=${stop}
      @change=${onChange}
    />
    <input
      class="folder-picker"
      type="file"
      hidden
      tabindex="-1"
      aria-hidden="true"
      webkitdirectory
      multiple
      ?disabled=${facts.isDisabled}
      @input=${stop}
      @change=${onChange}
    />
    ${
      facts.hasCamera
        ? html`<input
            class="camera-picker"
            type="file"
            hidden
            tabindex="-1"
            aria-hidden="true"
            accept="image/*"
            capture="environment"
            ?disabled=${facts.isDisabled}
            @input=${stop}
            @change=${onChange}
          />`
        : nothing
    }
  `;
}

/** The hidden input; null before the first render. */
export function findPicker(root: ParentNode | null, what: Picking): HTMLInputElement | null {
  return root?.querySelector<HTMLInputElement>(`.${CLASSES[what]}`) ?? null;
}

function onPicked(event: Event, take: PickerFacts['take']): void {
  event.stopPropagation();
  const input = event.currentTarget;
  if (!(input instanceof HTMLInputElement)) {
    return;
  }
  // The list is live and empties with the input, which must be empty for the same file to be picked again.
  const files = [...(input.files ?? [])];
  input.value = '';
  if (files.length > 0) {
    take(files);
  }
}
