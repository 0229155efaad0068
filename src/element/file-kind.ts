/** What a file is, for its icon. */
export type FileKind = 'image' | 'video' | 'audio' | 'document' | 'archive' | 'file';

const ENDINGS: ReadonlyMap<string, FileKind> = new Map<string, FileKind>([
  ...['avif', 'bmp', 'gif', 'heic', 'jpeg', 'jpg', 'png', 'svg', 'tif', 'tiff', 'webp'].map(
    (ending) => [ending, 'image'] as const,
  ),
  ...['avi', 'm4v', 'mkv', 'mov', 'mp4', 'webm'].map((ending) => [ending, 'video'] as const),
  ...['aac', 'flac', 'm4a', 'mp3', 'ogg', 'opus', 'wav'].map((ending) => [ending, 'audio'] as const),
  ...['csv', 'doc', 'docx', 'md', 'odt', 'ppt', 'pptx', 'rtf', 'txt', 'xls', 'xlsx'].map(
    (ending) => [ending, 'document'] as const,
  ),
  ...['7z', 'bz2', 'gz', 'rar', 'tar', 'tgz', 'xz', 'zip', 'zst'].map(
    (ending) => [ending, 'archive'] as const,
  ),
]);

/** Kind by media type, then by the ending of the name. */
export function fileKind(type: string, name: string): FileKind {
  const family = type.split('/', 1)[0];
  if (family === 'image' || family === 'video' || family === 'audio') {
    return family;
  }
  if (family === 'text') {
    return 'document';
  }
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return ENDINGS.get(ending) ?? 'file';
}
