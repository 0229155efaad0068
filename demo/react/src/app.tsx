import { useRef, useState } from 'react';
import type { SmhUploader as SmhUploaderElement } from 'smh-uploader';
import { SmhUploader } from 'smh-uploader/react';
import { callBackend } from './call-backend';

export function App() {
  const uploader = useRef<SmhUploaderElement>(null);
  const [stored, setStored] = useState<readonly string[]>([]);
  const [trouble, setTrouble] = useState<string | null>(null);

  return (
    <main>
      <h1>Hand in your files</h1>
      <SmhUploader
        ref={uploader}
        directory="reports"
        multiple
        maxFiles={20}
        backend={{
          getUploadToken: (request, { signal }) => callBackend('/uploads', request, signal),
          confirmUpload: (request, { signal }) =>
            callBackend(`/uploads/${encodeURIComponent(request.confirmKey)}/confirm`, request, signal),
          createDirectory: (request, { signal }) => callBackend('/directories', request, signal),
        }}
        onUploadSuccess={({ detail: { task, result } }) =>
          setStored((before) => [...before, result?.path?.join('/') ?? task.name])
        }
        onUploadError={({ detail: { error } }) => setTrouble(error.code)}
      >
        <span slot="hint">Reports and photos, at most 20</span>
      </SmhUploader>
      <button type="button" onClick={() => uploader.current?.clearFinished()}>
        Clear the list
      </button>
      {trouble !== null && <p role="alert">{trouble}</p>}
      <h2>Stored</h2>
      <ul id="stored">
        {stored.map((path) => (
          <li key={path}>{path}</li>
        ))}
      </ul>
    </main>
  );
}
