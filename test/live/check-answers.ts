import { isLoopbackHost } from '../../demo/server/loopback.js';
import { confirmed, judged, untested } from './live-check.js';
import type { Finding, LiveCheck } from './live-check.js';
import { said } from './live-service.js';
import type { Answered, LiveService } from './live-service.js';

/** Where the documents say that libraries of mainland China are. */
const mainlandDomain = '.tencentsmh.cn';

export const checkInternationalHost: LiveCheck = {
  id: 'international-host',
  question: 'The host of libraries in the international business',
  claim: 'The one in `SMH_ENDPOINT`, where it is none of `*.tencentsmh.cn`',
  run: ({ service }) => Promise.resolve(judgeHost(service.options.endpoint)),
};

/** What an endpoint that has given a token and a folder tells of the host. */
export function judgeHost(endpoint: string): Finding {
  const { host, hostname } = new URL(endpoint);
  if (isLoopbackHost(host)) return untested('`SMH_ENDPOINT` is this machine.');
  if (`.${hostname}`.endsWith(mainlandDomain)) {
    return untested(`\`SMH_ENDPOINT\` is ${hostname}, of mainland China.`);
  }
  return confirmed(`${hostname} gave an access token and a folder.`);
}

/** Statuses of codes that no official list has, as the component expects them. */
const statusOf: Readonly<Record<string, number>> = {
  NotMultipartUpload: 404,
  MultipartUploadIncomplete: 400,
  UploadIncomplete: 404,
  CosObjectNonexistent: 404,
  MultipartUploadPartTooSmall: 400,
  BadCrc64: 400,
  UploadComplete: 409,
  ParamInvalid: 400,
  InvalidConflictResolutionStrategy: 400,
  IllegalFileName: 400,
  RouteNotFound: 404,
  QuotaLimitReached: 400,
  LibraryQuotaLimitReached: 400,
  ConfirmKeyNotFound: 404,
  EmptyCosUploadId: 400,
  InvalidTimeFormat: 400,
};

/** More than any quota leaves, in bytes. */
const hugeBytes = 2 ** 45;

export const checkStatusCodes: LiveCheck = {
  id: 'status-codes',
  question: 'The HTTP status of the error codes that the official list lacks',
  claim: 'As the official SDKs group them',
  async run({ service }) {
    const right = new Set<string>();
    const wrong = new Set<string>();
    const unlisted = new Set<string>();
    for (const answer of await provoke(service)) {
      if (answer.code === null) continue;
      const expected = statusOf[answer.code];
      const kind = expected === undefined ? unlisted : expected === answer.status ? right : wrong;
      kind.add(`${answer.code} ${String(answer.status)}`);
    }
    if (right.size + wrong.size === 0) return untested('No code of the list was provoked.');
    const seen = [...wrong].map((one) => `${one} (${String(statusOf[one.split(' ')[0] ?? ''])} expected)`);
    const others = unlisted.size === 0 ? '' : ` Others: ${[...unlisted].join(', ')}.`;
    const asSaid = `As said: ${[...right].join(', ') || 'none'}.`;
    return judged(
      wrong.size === 0,
      `${seen.length === 0 ? '' : `Otherwise: ${seen.join(', ')}. `}${asSaid}${others}`,
    );
  },
};

/** Mistakes, each made once; what they were answered. */
async function provoke(service: LiveService): Promise<readonly Answered[]> {
  const answers: Answered[] = [];
  const small = Buffer.from('four');
  const simple = await service.open({ name: 'status-simple.txt', kind: 'simple', size: 4 });
  answers.push(await service.call('POST', simple.confirmKey, { query: { renew: '' } }));
  answers.push(await service.confirm(simple));
  await service.put(simple, small);
  answers.push(await service.confirm(simple, {}, { crc64: '1' }));
  await service.confirm(simple);
  answers.push(await service.confirm(simple));

  const multipart = await service.open({ name: 'status-parts.bin', kind: 'multipart', size: 8 });
  answers.push(await service.confirm(multipart));
  for (const partNumber of [1, 2]) await service.put(multipart, small, partNumber);
  answers.push(await service.confirm(multipart));

  const start = { name: 'status.txt', kind: 'simple', size: 4 } as const;
  answers.push(await service.start({ ...start, query: { filesize: 'many' } }));
  answers.push(await service.start({ ...start, query: { conflict_resolution_strategy: 'never' } }));
  answers.push(await service.start({ ...start, body: { localCreationTime: 'yesterday' } }));
  answers.push(await service.start({ ...start, name: 'status:.txt' }));
  answers.push(await service.start({ ...start, kind: 'multipart', size: hugeBytes }));
  answers.push(await service.call('GET', 'nothing', { resource: 'no-such-resource' }));
  return answers;
}

export const checkPartNumberRange: LiveCheck = {
  id: 'part-number-range',
  question: 'The form of `partNumberRange`',
  claim: 'A text such as `1-2`',
  async run({ service }) {
    const start = { name: 'range.bin', kind: 'multipart', size: 4 } as const;
    const byText = await service.start({ ...start, body: { partNumberRange: '1-2' } });
    const byList = await service.start({ ...start, body: { partNumberRange: [1, 2] } });
    const seen = `\`"1-2"\`: ${described(byText)}; \`[1,2]\`: ${described(byList)}.`;
    if (!isPartSigned(byText) && !isPartSigned(byList)) {
      return untested(`This service signs for all parts at once. ${seen}`);
    }
    return judged(isPartSigned(byText), seen);
  },
};

function isPartSigned({ json }: Answered): boolean {
  return typeof json['parts'] === 'object';
}

function described(answer: Answered): string {
  return `${said(answer)}${isPartSigned(answer) ? ' with headers for each part' : ''}`;
}
