import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What a signature is good for; S3-like deployments also fix the part number. */
export type SignedScope = {
  readonly method: string;
  /** Encoded path with its leading `/`. */
  readonly path: string;
  readonly uploadId: string | null;
  readonly partNumber: number | null;
};

/** The life that a signature was made for, in ms since epoch. */
export type SignedLife = {
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** How far the clock that clients are told by is ahead, in ms. */
  readonly aheadMs: number;
};

export type Verdict = 'good' | 'missing' | 'forged' | 'expired';

/** Headers as an answer names them; a number is written as such, as SMH does. */
export type SignedHeaders = Record<string, string | number>;

/**
 * Makes and checks signed headers. The life and the list of signed headers stand in
 * the signature itself, so that it holds over a restart and nothing must be kept.
 */
export class Signer {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  /** `headers` with an `Authorization` in COS's form over all of them. */
  signCos(scope: SignedScope, life: SignedLife, headers: SignedHeaders): SignedHeaders {
    const time = timeOf(life);
    const names = Object.keys(headers)
      .map((name) => name.toLowerCase())
      .sort();
    const unsigned =
      `q-sign-algorithm=sha1&q-ak=${lifeToken(life)}&q-sign-time=${time}&q-key-time=${time}` +
      `&q-header-list=${names.join(';')}&q-url-param-list=`;
    const values = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    return {
      ...headers,
      Authorization: `${unsigned}&q-signature=${this.#sum(scope, unsigned, names, values)}`,
    };
  }

  /** Headers in AWS's form for one part. */
  signS3(scope: SignedScope, life: SignedLife): Record<string, string> {
    const date = new Date(life.issuedAt + life.aheadMs).toISOString().replace(/[-:]|\.\d+/g, '');
    const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', 'x-amz-date': date };
    const names = Object.keys(headers).sort();
    const unsigned =
      `AWS4-HMAC-SHA256 Credential=${lifeToken(life)}/${date.slice(0, 8)}/dev/s3/aws4_request, ` +
      `SignedHeaders=${names.join(';')}`;
    return {
      ...headers,
      authorization: `${unsigned}, Signature=${this.#sum(scope, unsigned, names, headers)}`,
    };
  }

  /** Judges a request's headers. `revokedBefore` ends the life of all that was issued by then. */
  verify(scope: SignedScope, headers: IncomingHttpHeaders, now: number, revokedBefore: number): Verdict {
    const authorization = headers.authorization;
    if (authorization === undefined || authorization === '') return 'missing';
    const isS3 = authorization.startsWith('AWS4-');
    const match = isS3
      ? /^(AWS4-HMAC-SHA256 Credential=(\w+)\/[^,]*, SignedHeaders=([^,]*)), Signature=([0-9a-f]{40})$/.exec(
          authorization,
        )
      : /^(q-sign-algorithm=sha1&q-ak=(\w+)&.*&q-header-list=([^&]*)&q-url-param-list=)&q-signature=([0-9a-f]{40})$/.exec(
          authorization,
        );
    const [, unsigned = '', token = '', list = '', signature = ''] = match ?? [];
    const names = list.split(';').filter((name) => name !== '');
    const values = Object.fromEntries(names.map((name) => [name, String(headers[name] ?? '\u0000absent')]));
    const expected = this.#sum(isS3 ? scope : { ...scope, partNumber: null }, unsigned, names, values);
    if (match === null || !isEqual(expected, signature)) return 'forged';
    return isOver(token, now, revokedBefore) ? 'expired' : 'good';
  }

  /** Fields of a form POST: `fields` with a policy over all of them and its signature. */
  signForm(life: SignedLife, fields: Readonly<Record<string, string>>): Record<string, string> {
    const signed = {
      ...fields,
      'q-sign-algorithm': 'sha1',
      'q-ak': lifeToken(life),
      'q-key-time': timeOf(life),
    };
    const conditions = Object.entries(signed).map(([name, value]) => ({ [name]: value }));
    const text = JSON.stringify({ expiration: expirationOf(life), conditions });
    const policy = Buffer.from(text).toString('base64');
    return { ...signed, policy, 'q-signature': this.#hmac(policy) };
  }

  /** Judges the fields of a form POST: all that were handed out, unchanged. */
  verifyForm(fields: ReadonlyMap<string, string>, now: number, revokedBefore: number): Verdict {
    const policy = fields.get('policy');
    const signature = fields.get('q-signature');
    if (policy === undefined || signature === undefined) return 'missing';
    if (!isEqual(this.#hmac(policy), signature)) return 'forged';
    const { conditions } = JSON.parse(Buffer.from(policy, 'base64').toString('utf8')) as {
      conditions: Record<string, string>[];
    };
    const isComplete = conditions.every((condition) =>
      Object.entries(condition).every(([name, value]) => fields.get(name) === value),
    );
    if (!isComplete) return 'forged';
    return isOver(fields.get('q-ak') ?? '', now, revokedBefore) ? 'expired' : 'good';
  }

  /** Query of a signed download link. */
  signDownload(path: string, life: SignedLife): string {
    const token = lifeToken(life);
    return `q-ak=${token}&q-signature=${this.#hmac(`GET\n${path}\n${token}`)}`;
  }

  verifyDownload(path: string, query: URLSearchParams, now: number): Verdict {
    const token = query.get('q-ak') ?? '';
    const signature = query.get('q-signature') ?? '';
    if (token === '' || signature === '') return 'missing';
    if (!isEqual(this.#hmac(`GET\n${path}\n${token}`), signature)) return 'forged';
    return isOver(token, now, 0) ? 'expired' : 'good';
  }

  #sum(
    scope: SignedScope,
    unsigned: string,
    names: readonly string[],
    values: Readonly<Record<string, string>>,
  ): string {
    const { method, path, uploadId, partNumber } = scope;
    const lines = names.map((name) => `${name}:${values[name] ?? ''}`);
    return this.#hmac([method, path, uploadId ?? '', partNumber ?? '', unsigned, ...lines].join('\n'));
  }

  #hmac(text: string): string {
    return createHmac('sha1', this.#key).update(text).digest('hex');
  }
}

/** The end of a life as answers tell it. */
export function expirationOf(life: SignedLife): string {
  return new Date(life.expiresAt + life.aheadMs).toISOString();
}

/** Start and end in whole seconds. */
function timeOf(life: SignedLife): string {
  const start = Math.floor((life.issuedAt + life.aheadMs) / 1000);
  return `${start};${start + Math.ceil((life.expiresAt - life.issuedAt) / 1000)}`;
}

/** The exact life, which the times in a signature only give in whole seconds. */
function lifeToken(life: SignedLife): string {
  return `AKIDdev${Math.floor(life.issuedAt).toString(36)}_${Math.floor(life.expiresAt).toString(36)}`;
}

function isOver(token: string, now: number, revokedBefore: number): boolean {
  const match = /^AKIDdev([0-9a-z]+)_([0-9a-z]+)$/.exec(token);
  if (match?.[1] === undefined || match[2] === undefined) return true;
  return parseInt(match[2], 36) <= now || parseInt(match[1], 36) <= revokedBefore;
}

function isEqual(left: string, right: string): boolean {
  return left.length === right.length && timingSafeEqual(Buffer.from(left), Buffer.from(right));
}
