/** Compiled, never run: what the typings of `smh-uploader/react` take and refuse. */
import { createRef } from 'react';
import type { ComponentProps, ReactElement } from 'react';
import type { SmhUploader as SmhUploaderElement, UploaderEventMap } from 'smh-uploader';
import { SmhUploader } from 'smh-uploader/react';

type Props = ComponentProps<typeof SmhUploader>;

/** What `onUploadSuccess` and the like are made of; all have to be there, and nothing else that begins so. */
type HandlerOf<Type extends string> = Type extends `smh-${infer Rest}` ? `on${Pascal<Rest>}` : never;
type Pascal<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${Capitalize<First>}${Pascal<Rest>}`
  : Capitalize<Name>;
type MissingHandlers = Exclude<HandlerOf<keyof UploaderEventMap>, keyof Props>;
export const nothingIsMissing: [MissingHandlers] extends [never] ? true : MissingHandlers = true;

const element = createRef<SmhUploaderElement>();

export const takes: readonly ReactElement[] = [
  <SmhUploader key={1} />,
  <SmhUploader
    key={2}
    ref={element}
    id="files"
    className="wide"
    style={{ color: 'red' }}
    aria-label="Files"
  />,
  <SmhUploader key={3} endpoint="/smh" libraryId="a" spaceId="b" multiple maxFiles={3} maxFileSize="2 GiB" />,
  <SmhUploader key={4} view="grid" conflictStrategy="ask" messages={{ chooseFiles: 'Pick' }} />,
  <SmhUploader key={5} getAccessToken={({ signal }) => fetch('/token', { signal })} uploader={undefined} />,
  <SmhUploader key={6} backend={{ getUploadToken: (request) => fetch(`/start/${request.name}`) }} />,
  <SmhUploader key={7}>
    <span slot="hint">Photos</span>
    <b>Drop here</b>
  </SmhUploader>,
  <SmhUploader
    key={8}
    onUploadSuccess={({ detail, currentTarget }) => {
      const path: readonly string[] | undefined = detail.result?.path ?? undefined;
      currentTarget.clearFinished();
      return path;
    }}
    onUploadError={({ detail: { task, error } }) => console.warn(task?.name, error.code)}
    onUploadConflict={(event) => {
      event.preventDefault();
      event.detail.resolve('rename', { all: true });
    }}
    onChange={({ currentTarget }) => console.warn(currentTarget.value.length)}
  />,
];

export const refuses: readonly ReactElement[] = [
  // @ts-expect-error a number is no text
  <SmhUploader key={1} endpoint={1} />,
  // @ts-expect-error there is no such view
  <SmhUploader key={2} view="tiles" />,
  // @ts-expect-error there is no such event
  <SmhUploader key={3} onUploadDone={() => undefined} />,
  // @ts-expect-error the detail has no `file`
  <SmhUploader key={4} onUploadSuccess={({ detail }) => console.warn(detail.file)} />,
  // @ts-expect-error a backend has no such method
  <SmhUploader key={5} backend={{ upload: () => undefined }} />,
  // @ts-expect-error read, never set
  <SmhUploader key={6} tasks={[]} />,
  // @ts-expect-error the ref is the element
  <SmhUploader key={7} ref={createRef<HTMLInputElement>()} />,
  // @ts-expect-error attributes go by the names of the properties
  <SmhUploader key={8} libraryID="a" />,
];
