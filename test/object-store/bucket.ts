import aws4 from 'aws4';

/** What Ceph holds of a part. */
export type ListedPart = { readonly partNumber: number; readonly size: number; readonly eTag: string };

/** How a request is signed ahead of time, for somebody who sends it later. */
export type Signing = {
  readonly method: string;
  /** Path and query from `/` on. */
  readonly target: string;
  /** ms since epoch. @default now */
  readonly signedAt?: number;
};

/** A refusal of the store, by the code in its XML. */
export class StoreRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(what: string, status: number, body: string) {
    const code = textOf(body, 'Code');
    super(`${what}: ${String(status)} ${code}`);
    this.name = 'StoreRefusal';
    this.status = status;
    this.code = code;
  }
}

/** Calls S3 for a backend, with the keys that no browser may see. */
export class Bucket {
  /** `host:port` that browsers are sent to; it is part of what is signed. */
  readonly domain: string;
  readonly name: string;
  readonly #keys: { readonly accessKeyId: string; readonly secretAccessKey: string };

  constructor(
    domain: string,
    name: string,
    keys: { readonly accessKeyId: string; readonly secretAccessKey: string },
  ) {
    this.domain = domain;
    this.name = name;
    this.#keys = keys;
  }

  /** Makes it, with a rule that lets pages of any origin put parts and read their `ETag`. */
  async create(): Promise<void> {
    await this.#call('create bucket', 'PUT', `/${this.name}`);
    const rule =
      '<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>PUT</AllowedMethod>' +
      '<AllowedHeader>*</AllowedHeader><ExposeHeader>ETag</ExposeHeader><MaxAgeSeconds>600</MaxAgeSeconds>' +
      '</CORSRule></CORSConfiguration>';
    await this.#call('put CORS rule', 'PUT', `/${this.name}?cors`, rule);
  }

  /** The path of an object, as a page puts to it. */
  path(key: string): string {
    return `/${this.name}/${key}`;
  }

  /**
   * SigV4 headers for one request whose body is not known yet: good for 15 minutes by the store's clock, and
   * for nothing but this method, path and query.
   */
  signedHeaders({ method, target, signedAt = Date.now() }: Signing): Record<string, string> {
    const date = new Date(signedAt).toISOString().replace(/[-:]|\.\d+/g, '');
    const { headers } = aws4.sign(
      {
        service: 's3',
        region: 'us-east-1',
        method,
        host: this.domain,
        path: target,
        headers: { 'x-amz-date': date, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' },
      },
      this.#keys,
    );
    const entries = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]);
    // The browser says itself which host it talks to.
    return Object.fromEntries(entries.filter(([name]) => name !== 'host'));
  }

  async createUpload(key: string): Promise<string> {
    const answer = await this.#call('create upload', 'POST', `${this.path(key)}?uploads=`);
    return textOf(await answer.text(), 'UploadId');
  }

  /** @throws {StoreRefusal} 404 once it is completed or aborted (Ceph 16 then speaks of `NoSuchKey`) */
  async listParts(key: string, uploadId: string): Promise<readonly ListedPart[]> {
    const answer = await this.#call('list parts', 'GET', `${this.path(key)}?uploadId=${uploadId}`);
    return (await answer.text())
      .split('<Part>')
      .slice(1)
      .map((part) => ({
        partNumber: Number(textOf(part, 'PartNumber')),
        size: Number(textOf(part, 'Size')),
        eTag: textOf(part, 'ETag').replaceAll('&quot;', '"'),
      }));
  }

  /** Makes one object of the parts; its `ETag`. */
  async completeUpload(key: string, uploadId: string, parts: readonly ListedPart[]): Promise<string> {
    const listed = parts.map(
      ({ partNumber, eTag }) =>
        `<Part><PartNumber>${String(partNumber)}</PartNumber><ETag>${eTag}</ETag></Part>`,
    );
    const body = `<CompleteMultipartUpload>${listed.join('')}</CompleteMultipartUpload>`;
    const target = `${this.path(key)}?uploadId=${uploadId}`;
    const answer = await this.#call('complete upload', 'POST', target, body);
    return textOf(await answer.text(), 'ETag').replaceAll('&quot;', '"');
  }

  async abortUpload(key: string, uploadId: string): Promise<void> {
    await this.#call('abort upload', 'DELETE', `${this.path(key)}?uploadId=${uploadId}`);
  }

  /** @throws {StoreRefusal} 404 where nothing was put yet */
  read(key: string): Promise<Response> {
    return this.#call('read object', 'GET', this.path(key));
  }

  async #call(what: string, method: string, target: string, body?: string): Promise<Response> {
    const headers = this.signedHeaders({ method, target });
    const answer = await fetch(`http://${this.domain}${target}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    if (!answer.ok) throw new StoreRefusal(what, answer.status, await answer.text());
    return answer;
  }
}

function textOf(xml: string, element: string): string {
  return new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1] ?? '';
}
