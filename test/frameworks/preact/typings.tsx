/** Compiled, never run: what the typings of `smh-uploader/jsx` take and refuse in Preact. */
import type { VNode } from 'preact';
import 'smh-uploader/jsx';

export const takes: readonly VNode[] = [
  <smh-uploader id="files" class="wide" endpoint="/smh" library-id="a" space-id="b" multiple />,
  <smh-uploader maxFiles={3} view="grid" getAccessToken={({ signal }) => fetch('/token', { signal })} />,
  <smh-uploader onsmh-upload-success={({ detail, currentTarget }) => currentTarget.retry(detail.task.id)} />,
  <smh-uploader onsmh-upload-error={({ detail }) => console.warn(detail.error.code)}>
    <span slot="hint">Photos</span>
  </smh-uploader>,
];

export const refuses: readonly VNode[] = [
  // @ts-expect-error there is no such view
  <smh-uploader view="tiles" />,
  // @ts-expect-error the detail has no `file`
  <smh-uploader onsmh-upload-success={({ detail }) => console.warn(detail.file)} />,
];
