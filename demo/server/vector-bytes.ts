/** The reference data of the tests: byte i is (i * 31) mod 251. `bytes`: how many, in chunks of 1 MiB or less. */
export async function* vectorBytes(bytes: number): AsyncGenerator<Uint8Array> {
  if (!Number.isSafeInteger(bytes) || bytes < 0) throw new TypeError('bytes must be a whole number');
  const chunkBytes = 1024 ** 2;
  for (let start = 0; start < bytes; start += chunkBytes) {
    const chunk = new Uint8Array(Math.min(chunkBytes, bytes - start));
    for (let index = 0, value = (start * 31) % 251; index < chunk.length; index += 1) {
      chunk[index] = value;
      value = (value + 31) % 251;
    }
    yield chunk;
  }
}
