/** 1 MiB, in bytes: the block of the hash chain and the unit of part sizes. */
export const MIB = 1_048_576;

/** 1 GiB, in bytes. */
export const GIB = 1024 * MIB;

/** Piece of a file that is hashed at once, in bytes (`protocol.md` 3.2: fixed by the service). */
export const BLOCK_BYTES = MIB;

/** From this size on, in bytes, a file may be an instant upload ([SEED], SDK: `>=` 1 MiB). */
export const INSTANT_UPLOAD_MIN_BYTES = MIB;

/** Smallest part, in bytes, that COS takes other than last [COS 7750]. */
export const PART_MIN_BYTES = MIB;

/** Largest part, in bytes, that COS takes [COS 7750]. */
export const PART_MAX_BYTES = 5 * GIB;

/** Most parts of one upload [COS 14518]; part numbers run from 1 to this. */
export const PARTS_MAX = 10_000;

/** Longest directory or file name, in UTF-16 code units (the stricter reading of [50072]). */
export const NAME_MAX_LENGTH = 255;

/** Most header fields taken from a service answer; own figure, against a hostile answer. */
export const HEADERS_MAX = 64;

/** Most characters of all header names and values together; own figure. */
export const HEADER_TEXT_MAX = 16 * 1024;
