import type { AddFilesInput, FileInput } from '../uploader.js';

/** Names that browsers give to a picture that was copied as pixels. */
const PIXELS_NAME = /^image\.(png|jpe?g|gif|webp|bmp|tiff?)$/i;

/** `type` values of `<input>` that hold no text, so that a paste there means nothing. */
const TEXTLESS_INPUTS: ReadonlySet<string> = new Set([
  'button',
  'checkbox',
  'color',
  'file',
  'hidden',
  'image',
  'radio',
  'range',
  'reset',
  'submit',
]);

/**
 * The files of a paste for `addFiles`, or null where there are none or the paste
 * belongs to a field the user writes in. Call during the event; where it answers,
 * the page should `preventDefault()`. Copied pixels, all called `image.png` by the
 * browser, are named by the time. `nowMs`: ms since epoch.
 */
export function pastedFiles(event: ClipboardEvent, nowMs: number): AddFilesInput | null {
  const transfer = event.clipboardData;
  if (transfer === null || event.composedPath().some(isEditable)) {
    return null;
  }
  const files = Array.from(transfer.files);
  if (!files.some((file) => PIXELS_NAME.test(file.name))) {
    // As it is, since there may be folders in it.
    return hasFileItems(transfer) ? transfer : null;
  }
  let pictures = 0;
  return files.map((file): FileInput => {
    if (!PIXELS_NAME.test(file.name)) {
      return file;
    }
    pictures += 1;
    return { file, name: pastedName(file.name, nowMs, pictures) };
  });
}

/** True for what the user writes in: a text field, a text area, editable content. */
export function isEditable(target: EventTarget): boolean {
  if (target instanceof HTMLInputElement) {
    return !TEXTLESS_INPUTS.has(target.type);
  }
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable);
}

function hasFileItems(transfer: DataTransfer): boolean {
  return transfer.files.length > 0 || Array.from(transfer.items ?? []).some((item) => item.kind === 'file');
}

/** Such as `Pasted image 2026-11-22 14.05.33.png`, in local time; colons are not allowed in names. */
function pastedName(name: string, nowMs: number, ordinal: number): string {
  const now = new Date(nowMs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('.');
  const suffix = ordinal === 1 ? '' : ` (${ordinal})`;
  return `Pasted image ${day} ${time}${suffix}${name.slice(name.lastIndexOf('.')).toLowerCase()}`;
}
