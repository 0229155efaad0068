import type {
  BackendPort,
  Connectivity,
  Hasher,
  HostProbe,
  ObjectAnswer,
  ObjectRequest,
  OptionalCall,
  PartSums,
  PartTransport,
} from '../../src/engine/ports.js';
import { LostRequest, type UploadError } from '../../src/errors.js';
import type {
  ConfirmRequest,
  FileInfo,
  OpenAnswer,
  StoredFile,
  UploadState,
  UploadToken,
  UploadTokenRequest,
} from '../../src/protocol/types.js';

/** A promise that the test ends. */
export type Held<T> = {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (thrown: unknown) => void;
};

export function held<T>(): Held<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (thrown: unknown) => void = () => undefined;
  const promise = new Promise<T>((fulfil, refuse) => {
    resolve = fulfil;
    reject = refuse;
  });
  return { promise, resolve, reject };
}

/** A service that does what it should, unless a test puts another answer in place. */
export class FakeBackend implements BackendPort {
  readonly calls: string[] = [];
  origin: string | null = 'https://service.example';
  readonly opened: string[] = [];
  readonly confirmed: string[] = [];
  readonly freed: string[] = [];
  readonly offered = new Set<OptionalCall>([
    'confirmUpload',
    'renewUploadToken',
    'getUploadState',
    'cancelUpload',
    'createDirectory',
    'getFileInfo',
  ]);
  onOpen: (request: UploadTokenRequest) => Promise<OpenAnswer> | OpenAnswer = (request) => this.open(request);
  onConfirm: (request: ConfirmRequest) => Promise<StoredFile> | StoredFile = (request) => storedAs(request);
  onState: (confirmKey: string) => Promise<UploadState> | UploadState = () => ({
    confirmed: false,
    path: ['x'],
    parts: [],
    token: null,
    creationTime: null,
  });
  onInfo: (path: string) => Promise<FileInfo | null> | FileInfo | null = () => null;
  onDirectory: () => Promise<void> | void = () => undefined;
  #lastKey = 0;

  offers(call: OptionalCall): boolean {
    return this.offered.has(call);
  }

  originOf(): string | null {
    return this.origin;
  }

  /** The usual answer to a start: a new upload. */
  open(request: UploadTokenRequest): OpenAnswer {
    return { kind: 'opened', token: this.token(request.multipart) };
  }

  token(multipart: boolean, confirmKey = `key-${++this.#lastKey}`): UploadToken {
    if (!this.opened.includes(confirmKey)) this.opened.push(confirmKey);
    return {
      origin: 'https://store.example',
      path: `/${confirmKey}`,
      uploadId: multipart ? `upload-${confirmKey}` : null,
      headers: { authorization: `for ${confirmKey}` },
      parts: null,
      form: null,
      confirmKey,
      expiresAt: null,
    };
  }

  async getUploadToken(request: UploadTokenRequest): Promise<OpenAnswer> {
    this.calls.push(
      `open ${request.path.join('/')}${request.fullHash === undefined ? '' : ' with full hash'}`,
    );
    return this.onOpen(request);
  }

  async confirmUpload(request: ConfirmRequest): Promise<StoredFile> {
    this.calls.push(`confirm ${request.confirmKey}`);
    const file = await this.onConfirm(request);
    this.confirmed.push(request.confirmKey);
    return file;
  }

  async renewUploadToken({ confirmKey }: { readonly confirmKey: string }): Promise<UploadToken> {
    this.calls.push(`renew ${confirmKey}`);
    return { ...this.token(true, confirmKey), headers: { authorization: `renewed for ${confirmKey}` } };
  }

  async getUploadState({ confirmKey }: { readonly confirmKey: string }): Promise<UploadState> {
    this.calls.push(`state ${confirmKey}`);
    return this.onState(confirmKey);
  }

  async cancelUpload({ confirmKey }: { readonly confirmKey: string }): Promise<void> {
    this.calls.push(`cancel ${confirmKey}`);
    this.freed.push(confirmKey);
  }

  async createDirectory({ path }: { readonly path: readonly string[] }): Promise<void> {
    this.calls.push(`directory ${path.join('/')}`);
    await this.onDirectory();
  }

  async getFileInfo({ path }: { readonly path: readonly string[] }): Promise<FileInfo | null> {
    this.calls.push(`info ${path.join('/')}`);
    return this.onInfo(path.join('/'));
  }
}

export function storedAs({ path, size, crc64 }: ConfirmRequest): StoredFile {
  return { path, name: path.at(-1) ?? '', size, ...(crc64 === undefined ? {} : { crc64 }) };
}

/** An object store that takes everything at once, unless a test holds it back. */
export class FakeTransport implements PartTransport {
  readonly requests: ObjectRequest[] = [];
  inFlight = 0;
  mostInFlight = 0;
  /** Bytes handed to the network, failed tries included. */
  bytesHandedOver = 0;
  onSend: (
    request: ObjectRequest,
    onProgress: (bytes: number) => void,
  ) => Promise<Partial<ObjectAnswer>> | Partial<ObjectAnswer> = () => ({});

  async send(
    request: ObjectRequest,
    { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (bytes: number) => void },
  ): Promise<ObjectAnswer> {
    signal.throwIfAborted();
    this.requests.push(request);
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    const size = request.body instanceof Blob ? request.body.size : 0;
    let handedOver = 0;
    const handOver = (bytes: number): void => {
      this.bytesHandedOver += bytes - handedOver;
      handedOver = bytes;
      // What is on its way may still arrive, but nobody hears of it.
      if (!signal.aborted) onProgress(bytes);
    };
    try {
      const aborted = held<never>();
      aborted.promise.catch(() => undefined);
      signal.addEventListener('abort', () => {
        aborted.reject(new DOMException('aborted', 'AbortError'));
      });
      const answer = await Promise.race([aborted.promise, Promise.resolve(this.onSend(request, handOver))]);
      handOver(size);
      return { status: 200, crc64: null, eTag: null, requestId: null, ...answer };
    } finally {
      this.inFlight -= 1;
    }
  }
}

/** Digests made of the size: enough to see what is passed on. */
export class FakeHasher implements Hasher {
  readonly calls: string[] = [];
  onHashFile: () => Promise<void> | void = () => undefined;
  onChecksum: (data: Blob) => Promise<bigint> | bigint = (data) => BigInt(data.size);
  onMd5: (data: Blob) => string | null = md5Of;

  async hashBeginning(): Promise<string> {
    this.calls.push('beginning');
    return 'b'.repeat(64);
  }

  async hashFile(
    file: Blob,
    { partBytes, onProgress }: { readonly partBytes: number; readonly onProgress: (bytes: number) => void },
  ): Promise<{ beginningHash: string; fullHash: string; partCrcs: bigint[] }> {
    this.calls.push('full');
    await this.onHashFile();
    onProgress(file.size);
    const partCount = Math.max(1, Math.ceil(file.size / partBytes));
    const partCrcs = Array.from({ length: partCount }, (_, index) =>
      BigInt(Math.min(partBytes, file.size - index * partBytes)),
    );
    return { beginningHash: 'b'.repeat(64), fullHash: 'f'.repeat(64), partCrcs };
  }

  async checksum(data: Blob): Promise<bigint> {
    this.calls.push('checksum');
    return this.onChecksum(data);
  }

  async sums(data: Blob): Promise<PartSums> {
    this.calls.push('sums');
    return { crc64: await this.onChecksum(data), md5: this.onMd5(data) };
  }

  warmUp(): void {
    this.calls.push('warm up');
  }
}

/** Made of the size, as the other digests are. */
export function md5Of(data: { readonly size: number }): string {
  return data.size.toString(16).padStart(32, '0');
}

export class FakeConnectivity implements Connectivity {
  isOnline = true;
  readonly #callbacks = new Set<() => void>();

  onChange(callback: () => void): () => void {
    this.#callbacks.add(callback);
    return () => this.#callbacks.delete(callback);
  }

  get listeners(): number {
    return this.#callbacks.size;
  }

  go(online: boolean): void {
    this.isOnline = online;
    for (const callback of this.#callbacks) callback();
  }
}

/** Hosts that are what a test says. */
export class FakeProbe implements HostProbe {
  readonly looks: string[] = [];
  readonly forbidden = new Set<string>();
  isThere = false;

  watch(): void {
    // It hears what the test says.
  }

  isOwnOrigin(origin: string): boolean {
    return origin === 'https://page.example';
  }

  async isForbidden(origin: string): Promise<boolean> {
    return this.forbidden.has(origin);
  }

  async isReachable(origin: string): Promise<boolean> {
    this.looks.push(origin);
    return this.isThere;
  }
}

/** A failure that may pass. */
export function networkError(): UploadError {
  return new LostRequest('No answer came.');
}
