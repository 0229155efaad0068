/**
 * Types of common extensions, for files that come without a type: the system knows
 * none for them (HEIC outside macOS, Markdown), or a handle or script left it out.
 * @see https://www.iana.org/assignments/media-types
 */
const TYPE_BY_EXTENSION: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'image/avif': 'avif',
    'image/bmp': 'bmp',
    'image/gif': 'gif',
    'image/heic': 'heic',
    'image/heif': 'heif',
    'image/jpeg': 'jpg jpeg jpe jfif',
    'image/jxl': 'jxl',
    'image/png': 'png',
    'image/svg+xml': 'svg',
    'image/tiff': 'tif tiff',
    'image/vnd.adobe.photoshop': 'psd',
    'image/webp': 'webp',
    'image/x-adobe-dng': 'dng',
    'image/x-canon-cr2': 'cr2',
    'image/x-canon-cr3': 'cr3',
    'image/x-icon': 'ico',
    'image/x-nikon-nef': 'nef',
    'image/x-sony-arw': 'arw',
    'audio/aac': 'aac',
    'audio/flac': 'flac',
    'audio/midi': 'mid midi',
    'audio/mp4': 'm4a',
    'audio/mpeg': 'mp3',
    'audio/ogg': 'oga ogg opus',
    'audio/wav': 'wav',
    'audio/x-aiff': 'aif aiff',
    'video/3gpp': '3gp',
    'video/mp2t': 'ts m2ts mts',
    'video/mp4': 'mp4 m4v',
    'video/mpeg': 'mpg mpeg',
    'video/ogg': 'ogv',
    'video/quicktime': 'mov qt',
    'video/webm': 'webm',
    'video/x-flv': 'flv',
    'video/x-matroska': 'mkv',
    'video/x-ms-wmv': 'wmv',
    'video/x-msvideo': 'avi',
    'text/css': 'css',
    'text/csv': 'csv',
    'text/html': 'htm html',
    'text/javascript': 'js mjs',
    'text/markdown': 'md markdown',
    'text/plain': 'txt log text',
    'text/vtt': 'vtt',
    'application/epub+zip': 'epub',
    'application/gzip': 'gz tgz',
    'application/json': 'json',
    'application/msword': 'doc',
    'application/pdf': 'pdf',
    'application/rtf': 'rtf',
    'application/vnd.ms-excel': 'xls',
    'application/vnd.ms-powerpoint': 'ppt',
    'application/vnd.oasis.opendocument.presentation': 'odp',
    'application/vnd.oasis.opendocument.spreadsheet': 'ods',
    'application/vnd.oasis.opendocument.text': 'odt',
    'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
    'application/vnd.rar': 'rar',
    'application/x-7z-compressed': '7z',
    'application/x-tar': 'tar',
    'application/xml': 'xml',
    'application/zip': 'zip',
  }).flatMap(([type, extensions]) =>
    extensions.split(' ').map((extension): [string, string] => [extension, type]),
  ),
);

/** Second names of types, as systems and pages use them. */
const CANONICAL_TYPE: ReadonlyMap<string, string> = new Map([
  ['application/javascript', 'text/javascript'],
  ['application/x-gzip', 'application/gzip'],
  ['application/x-javascript', 'text/javascript'],
  ['application/x-rar-compressed', 'application/vnd.rar'],
  // What Windows says of every .zip.
  ['application/x-zip-compressed', 'application/zip'],
  ['audio/mp3', 'audio/mpeg'],
  ['audio/x-m4a', 'audio/mp4'],
  ['audio/x-wav', 'audio/wav'],
  ['image/jpg', 'image/jpeg'],
  ['image/vnd.microsoft.icon', 'image/x-icon'],
  ['text/xml', 'application/xml'],
  ['text/x-markdown', 'text/markdown'],
]);

/** `type` in lower case, without parameters, by its first name; empty where there is none. */
export function canonicalType(type: string): string {
  const bare = (type.split(';', 1)[0] ?? '').trim().toLowerCase();
  return CANONICAL_TYPE.get(bare) ?? bare;
}

/** The type that `name`'s extension stands for; empty where it stands for none. */
export function typeByName(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : (TYPE_BY_EXTENSION.get(name.slice(dot + 1).toLowerCase()) ?? '');
}
