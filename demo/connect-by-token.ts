import type { SmhUploader } from 'smh-uploader';

/** What the page's backend tells of the service; nothing of it is secret. */
type Config = { readonly endpoint: string; readonly libraryId: string; readonly spaceId: string };

/** Way B: the browser talks to SMH with access tokens that the page's backend issues. */
export async function connectByToken(uploader: SmhUploader): Promise<void> {
  uploader.getAccessToken = async ({ signal }) => {
    const answer = await fetch('/api/smh-token', { signal });
    return answer.json();
  };
  const answer = await fetch('/api/smh-config');
  const { endpoint, libraryId, spaceId }: Config = await answer.json();
  uploader.endpoint = endpoint;
  uploader.libraryId = libraryId;
  uploader.spaceId = spaceId;
}
