import { ObjectStoreError } from './service-error.js';

/** Most bytes of all fields before the file; own figure. */
const FIELDS_MAX_BYTES = 64 * 1024;

/** What `onFile` gave, and the fields that stood before the file. */
export type ReadForm<Result> = { readonly fields: ReadonlyMap<string, string>; readonly result: Result };

/**
 * Reads `multipart/form-data` as COS takes it: fields first, then one `file`, last,
 * which is streamed.
 * @param onFile called once with the fields and the file's bytes, which it must read to their end
 * @throws ObjectStoreError 400 `MalformedPOSTRequest`
 */
export async function readForm<Result>(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
  onFile: (fields: ReadonlyMap<string, string>, file: AsyncIterable<Uint8Array>) => Promise<Result>,
): Promise<ReadForm<Result>> {
  const reader = new DelimitedReader(source);
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const fields = new Map<string, string>();
  // The first boundary has no line break before it; one is put there.
  reader.prepend(Buffer.from('\r\n'));
  await reader.readUntil(delimiter, FIELDS_MAX_BYTES);
  for (;;) {
    const ending = await reader.readUntil(Buffer.from('\r\n'), FIELDS_MAX_BYTES);
    if (ending.toString() !== '') throw malformed('The form has no field file.');
    const head = await reader.readUntil(Buffer.from('\r\n\r\n'), FIELDS_MAX_BYTES);
    const name = /content-disposition:[^\r\n]*;\s*name="([^"]*)"/i.exec(head.toString('utf8'))?.[1];
    if (name === undefined) throw malformed('A part of the form has no name.');
    if (name !== 'file') {
      fields.set(name, (await reader.readUntil(delimiter, FIELDS_MAX_BYTES)).toString('utf8'));
      continue;
    }
    const result = await onFile(fields, reader.streamUntil(delimiter));
    const rest = (await reader.readRest(FIELDS_MAX_BYTES)).toString();
    if (!rest.startsWith('--')) throw malformed('The file must be the last field.');
    return { fields, result };
  }
}

function malformed(message: string): ObjectStoreError {
  return new ObjectStoreError(400, 'MalformedPOSTRequest', message);
}

class DelimitedReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #buffer: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  prepend(bytes: Buffer): void {
    this.#buffer = Buffer.concat([bytes, this.#buffer]);
  }

  /** The bytes before the next `delimiter`, which is taken too. */
  async readUntil(delimiter: Buffer, maxBytes: number): Promise<Buffer> {
    for (;;) {
      const at = this.#buffer.indexOf(delimiter);
      if (at >= 0) {
        const bytes = this.#buffer.subarray(0, at);
        this.#buffer = this.#buffer.subarray(at + delimiter.byteLength);
        return bytes;
      }
      if (this.#buffer.byteLength > maxBytes) throw malformed('The fields of the form are too large.');
      if (!(await this.#fill())) throw malformed('The form ends too early.');
    }
  }

  /** The bytes before the next `delimiter` as they come. */
  async *streamUntil(delimiter: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const at = this.#buffer.indexOf(delimiter);
      // Without a find, the tail may be the beginning of a delimiter that was cut in two.
      const safe = at >= 0 ? at : Math.max(0, this.#buffer.byteLength - delimiter.byteLength + 1);
      if (safe > 0) yield this.#buffer.subarray(0, safe);
      this.#buffer = this.#buffer.subarray(at >= 0 ? at + delimiter.byteLength : safe);
      if (at >= 0) return;
      if (!(await this.#fill())) throw malformed('The form ends too early.');
    }
  }

  async readRest(maxBytes: number): Promise<Buffer> {
    while (await this.#fill())
      if (this.#buffer.byteLength > maxBytes) throw malformed('Something follows the file.');
    return this.#buffer;
  }

  async #fill(): Promise<boolean> {
    const { value, done } = await this.#source.next();
    if (done === true) return false;
    this.#buffer = this.#buffer.byteLength === 0 ? Buffer.from(value) : Buffer.concat([this.#buffer, value]);
    return true;
  }
}
