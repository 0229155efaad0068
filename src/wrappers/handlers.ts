import type { SmhUploader } from '../element/smh-uploader.js';
import type { UploaderEventMap } from '../engine/engine-events.js';

/** Every event of the element by its name, those of a form control among them. */
export interface ElementEventMap extends UploaderEventMap {
  input: Event;
  change: Event;
}

/** An event as a handler on the element gets it. */
export type AtElement<E extends Event> = E & { readonly currentTarget: SmhUploader };

/** `smh-upload-success` is `onUploadSuccess`, `change` is `onChange`. */
type HandlerName<Type extends string> = `on${PascalCase<Type extends `smh-${infer Rest}` ? Rest : Type>}`;

type PascalCase<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${PascalCase<Rest>}`
  : Capitalize<Name>;

/** One handler for each event; made from the map, so that a new event has one at once. */
export type Handlers = {
  [Type in keyof ElementEventMap as HandlerName<Type>]?:
    ((event: AtElement<ElementEventMap[Type]>) => void) | undefined;
};

/** The event of each handler; written out, so that both can be searched. */
export const EVENTS = {
  onFilesAdd: 'smh-files-add',
  onFileReject: 'smh-file-reject',
  onUploadStart: 'smh-upload-start',
  onUploadProgress: 'smh-upload-progress',
  onUploadStateChange: 'smh-upload-state-change',
  onUploadConflict: 'smh-upload-conflict',
  onUploadSuccess: 'smh-upload-success',
  onUploadError: 'smh-upload-error',
  onUploadCancel: 'smh-upload-cancel',
  onTaskRemove: 'smh-task-remove',
  onQueueProgress: 'smh-queue-progress',
  onQueueSettle: 'smh-queue-settle',
  onResumeAvailable: 'smh-resume-available',
  onInput: 'input',
  onChange: 'change',
} as const satisfies { readonly [Type in keyof ElementEventMap as HandlerName<Type>]: Type };
