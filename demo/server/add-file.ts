import type { ByteSource } from './blob-store.js';
import { landFile } from './land-file.js';
import { checkFilePath } from './names.js';
import type { ServerContext } from './server-context.js';
import { ServiceError } from './service-error.js';
import type { StoredFile } from './stored.js';

/**
 * Puts a file in a space without an upload, directories included; one of the same name
 * is overwritten.
 * @throws ServiceError for a path that an upload could not have either
 */
export async function addFile(
  context: ServerContext,
  spaceId: string,
  path: readonly string[],
  content: ByteSource,
): Promise<StoredFile> {
  if (!context.spaces.includes(spaceId))
    throw new ServiceError(404, 'SpaceNotFound', 'there is no such space');
  checkFilePath(path, context.settings);
  for (let depth = 1; depth < path.length; depth += 1) {
    const directory = path.slice(0, depth);
    if (!context.store.hasDirectory(spaceId, directory)) context.store.addDirectory(spaceId, directory);
  }
  const { blobId, size, crc64, md5 } = await context.store.blobs.write(content);
  const sums = { size, crc64, eTag: `"${md5}"`, metadata: {}, hashes: null };
  const landing = { spaceId, path, strategy: 'overwrite', contentCas: null } as const;
  return landFile(context, landing, { pieces: [{ blobId, size }], ...sums }, null);
}
