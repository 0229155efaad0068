import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** One day and ten years, in ms. */
const DAY_MS = 86_400_000;
const LIFE_MS = 3650 * DAY_MS;

/**
 * A new key with a certificate that it signed itself, for this machine and `names`.
 * Browsers warn of it; tests trust it by its PEM.
 */
export function selfSignedCertificate(names: readonly string[]): {
  readonly key: string;
  readonly cert: string;
} {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const algorithm = sequence(objectId(1, 2, 840, 10045, 4, 3, 2));
  const subject = sequence(tagged(0x31, sequence(objectId(2, 5, 4, 3), text(0x0c, 'smh-dev-server'))));
  const now = Date.now();
  const hosts = [
    'localhost',
    ...names.map((name) => name.replace(/:\d+$/, '')),
    ...names.map((name) => `*.${name.replace(/:\d+$/, '')}`),
  ];
  const alternatives = sequence(
    ...hosts.map((host) => text(0x82, host)),
    tagged(0x87, Buffer.from([127, 0, 0, 1])),
    tagged(0x87, Buffer.concat([Buffer.alloc(15), Buffer.from([1])])),
  );
  const extensions = sequence(
    sequence(objectId(2, 5, 29, 17), tagged(0x04, alternatives)),
    sequence(
      objectId(2, 5, 29, 19),
      tagged(0x01, Buffer.from([0xff])),
      tagged(0x04, sequence(tagged(0x01, Buffer.from([0xff])))),
    ),
  );
  const facts = sequence(
    tagged(0xa0, tagged(0x02, Buffer.from([2]))),
    tagged(0x02, Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    algorithm,
    subject,
    sequence(time(now - DAY_MS), time(now + LIFE_MS)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, extensions),
  );
  const signature = tagged(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', facts, privateKey)]));
  const body = sequence(facts, algorithm, signature)
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')
    .trimEnd();
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`,
  };
}

function sequence(...items: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(items));
}

function text(tag: number, value: string): Buffer {
  return tagged(tag, Buffer.from(value));
}

function time(at: number): Buffer {
  return text(0x18, new Date(at).toISOString().replace(/[-:T]|\.\d+/g, ''));
}

/** One value in DER: tag, length, content. */
function tagged(tag: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content]);
  const bytes = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), content]);
}

function objectId(first: number, second: number, ...rest: readonly number[]): Buffer {
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const groups = [number & 0x7f];
    for (let left = number >> 7; left > 0; left >>= 7) groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}
