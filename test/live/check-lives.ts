import { setTimeout as wait } from 'node:timers/promises';
import { isJsonObject } from '../../demo/server/read-json-body.js';
import { objectError } from '../../src/protocol/object-errors.js';
import { judged, untested } from './live-check.js';
import type { LiveCheck, LiveTools } from './live-check.js';
import { said } from './live-service.js';
import type { Opened } from './live-service.js';

const MS = 1000;

/** What the component expects of a life, in seconds: less would mean renewing all the time. */
const leastLifeSeconds = 300;
const mostLifeSeconds = 86_400;

/** How far two statements of one end may lie apart, in seconds. */
const slackSeconds = 60;

/** Past the end of a life, in ms: the store's clock is not ours. */
const overdueMs = 2000;

/** By S3's own rule, in seconds. */
const sigV4LifeSeconds = 900;

export const checkHeaderLife: LiveCheck = {
  id: 'header-life',
  question: 'How long signed headers live',
  claim: 'From 5 minutes to a day, and `expiration` and the signature agree on the end',
  async run({ service }) {
    const { answer } = await service.open({ name: 'life.bin', kind: 'multipart', size: 4 });
    const now = Date.parse(answer.headers.get('date') ?? '') || Date.now();
    const expiration = Date.parse(String(answer.json['expiration']));
    if (Number.isNaN(expiration)) return untested('The answer has no `expiration`.');
    const life = Math.round((expiration - now) / MS);
    const end = signatureEnd(answer.json);
    const signed = end === null ? null : Math.round((end - now) / MS);
    const isUsual = life >= leastLifeSeconds && life <= mostLifeSeconds;
    const agrees = signed === null || Math.abs(signed - life) <= slackSeconds;
    const ofSignature = signed === null ? 'says nothing' : `ends after ${String(signed)} s`;
    return judged(isUsual && agrees, `\`expiration\` after ${String(life)} s; the signature ${ofSignature}.`);
  },
};

export const checkKeyLife: LiveCheck = {
  id: 'key-life',
  question: 'How long a confirm key lives',
  claim: 'Longer than the headers that came with it',
  async run(tools) {
    const expired = await openAndOutlive(tools);
    if (typeof expired === 'string') return untested(expired);
    const { confirmKey } = expired;
    const { status, code } = await tools.service.call('GET', confirmKey, {
      query: { upload: '', no_upload_part_info: '1' },
    });
    return judged(status === 200, `Its state after the headers' end: ${said({ status, code })}.`);
  },
};

export const checkExpiredCode: LiveCheck = {
  id: 'expired-code',
  question: 'How the object store refuses expired headers',
  claim: 'By a code that the component takes for an expiry',
  async run(tools) {
    const expired = await openAndOutlive(tools);
    if (typeof expired === 'string') return untested(expired);
    const { status, code, text } = await tools.service.put(expired, Buffer.from('late'));
    const isTaken = status >= 400 && objectError({ status, text }).code === 'upload-expired';
    return judged(isTaken, `A part with them: ${said({ status, code })}.`);
  },
};

/** An upload whose headers have run out; a text: why there is none. */
async function openAndOutlive({ service, patienceSeconds }: LiveTools): Promise<Opened | string> {
  const opened = await service.open({ name: 'expired.bin', kind: 'multipart', size: 4 });
  const leftMs = lifeLeftMs(opened);
  if (leftMs > patienceSeconds * MS) {
    const needed = String(Math.ceil((leftMs + overdueMs) / MS));
    return `The headers live for ${needed} s; wait for it by --patience ${needed}.`;
  }
  await wait(Math.max(0, leftMs) + overdueMs);
  return opened;
}

function lifeLeftMs({ answer }: Opened): number {
  const end = signatureEnd(answer.json) ?? Date.parse(String(answer.json['expiration']));
  return end - (Date.parse(answer.headers.get('date') ?? '') || Date.now());
}

/** When the signature in an answer ends, in ms since epoch; null where it does not say. */
function signatureEnd(json: Readonly<Record<string, unknown>>): number | null {
  const parts = isJsonObject(json['parts']) ? Object.values(json['parts'])[0] : undefined;
  const headers = isJsonObject(parts) ? parts['headers'] : json['headers'];
  if (!isJsonObject(headers)) return null;
  const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const cosEnd = /q-sign-time=\d+;(\d+)/.exec(named.get('authorization') ?? '')?.[1];
  if (cosEnd !== undefined) return Number(cosEnd) * MS;
  const [, ...date] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(named.get('x-amz-date') ?? '') ?? [];
  if (date.length === 0) return null;
  const [year = 0, month = 1, day = 0, hour = 0, minute = 0, second = 0] = date.map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second) + sigV4LifeSeconds * MS;
}
