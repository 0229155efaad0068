/** Compiled, never run: what the typings of `smh-uploader/jsx` take and refuse in Solid. */
import type { JSX } from 'solid-js';
import 'smh-uploader/jsx';

export const takes: readonly JSX.Element[] = [
  <smh-uploader id="files" class="wide" endpoint="/smh" library-id="a" space-id="b" multiple />,
  <smh-uploader maxFiles={3} view="grid" getAccessToken={({ signal }) => fetch('/token', { signal })} />,
  <smh-uploader on:smh-upload-success={({ detail, currentTarget }) => currentTarget.retry(detail.task.id)} />,
  <smh-uploader on:smh-upload-error={({ detail }) => console.warn(detail.error.code)}>
    <span slot="hint">Photos</span>
  </smh-uploader>,
];

export const refuses: readonly JSX.Element[] = [
  // @ts-expect-error there is no such view
  <smh-uploader view="tiles" />,
  // @ts-expect-error the detail has no `file`
  <smh-uploader on:smh-upload-success={({ detail }) => console.warn(detail.file)} />,
];
