import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { judged, untested } from './live-check.js';
import type { LiveCheck, LiveTools } from './live-check.js';
import { hashesOf, said } from './live-service.js';
import type { Answered, LiveService } from './live-service.js';

/** A file that is large enough for instant upload, in bytes: from 1 MiB on, and of two blocks. */
const knownBytes = 1024 ** 2 + 1;

/** Looks for a file that was just stored, and the time between them, in ms. */
const indexTries = 5;
const indexDelayMs = 1000;

const unknownFile =
  'The service knows no hash of a file that was just stored: instant upload is off, or late.';

type Known = ReturnType<typeof hashesOf>;

/** One file a run, as each costs a megabyte. */
const knownFiles = new WeakMap<LiveService, Promise<Known | null>>();

export const checkUpperCaseHash: LiveCheck = {
  id: 'upper-case-hash',
  question: 'Whether hashes may be in upper case',
  claim: 'They may; the component sends lower case all the same',
  async run({ service }) {
    const known = await knownFile(service);
    if (known === null) return untested(unknownFile);
    const answer = await askByHash(service, 'upper.bin', {
      beginningHash: known.beginningHash.toUpperCase(),
    });
    return judged(isKnown(answer), `A known beginning in upper case: ${said(answer)}.`);
  },
};

export const checkSampleHash: LiveCheck = {
  id: 'sample-hash',
  question: 'What `sampleHash` means',
  claim: 'Nothing that an upload needs: with a wrong one a start is answered as without',
  async run({ service }) {
    const hashes = { beginningHash: randomBytes(32).toString('hex') };
    const without = await askByHash(service, 'without-sample.bin', hashes);
    const sampled = { ...hashes, sampleHash: randomBytes(32).toString('hex') };
    const answer = await askByHash(service, 'with-sample.bin', sampled);
    const seen = `Without: ${said(without)}; with: ${said(answer)}. Its meaning is not seen from outside.`;
    return judged(answer.status === without.status, seen);
  },
};

export const checkLostInstant: LiveCheck = {
  id: 'lost-instant',
  question: 'What the repeat of an instant upload does whose answer was lost',
  claim: 'With `ask` it is answered 409, and makes no second copy',
  async run(tools) {
    const first = await storeInstantly(tools, 'rename');
    if (typeof first === 'string') return untested(first);
    const repeated = await storeInstantly(tools, 'ask');
    if (typeof repeated === 'string') return untested(repeated);
    const isRefused = repeated.status === 409;
    return judged(isRefused, `The repeat with \`ask\`: ${said(repeated)}${pathOf(repeated)}.`);
  },
};

export const checkSecond202: LiveCheck = {
  id: 'second-202',
  question: 'Whether a start with the full hash can be answered 202 once more',
  claim: 'It can not',
  async run({ service }) {
    const known = await knownFile(service);
    if (known === null) return untested(unknownFile);
    const { beginningHash } = known;
    const fullHash = randomBytes(32).toString('hex');
    const answer = await askByHash(service, 'second.bin', { beginningHash, fullHash });
    return judged(answer.status === 201, `A known beginning with an unknown whole: ${said(answer)}.`);
  },
};

async function storeInstantly({ service }: LiveTools, strategy: string): Promise<Answered | string> {
  const known = await knownFile(service);
  if (known === null) return unknownFile;
  const answer = await service.start({
    name: 'instant.bin',
    kind: 'multipart',
    size: knownBytes,
    query: { conflict_resolution_strategy: strategy },
    body: { ...known, size: String(knownBytes) },
  });
  if (answer.status === 200 || answer.status === 409) return answer;
  return `A start with the full hash of a stored file: ${said(answer)}.`;
}

function pathOf({ json }: Answered): string {
  const { name } = json;
  return typeof name === 'string' ? ` as ${JSON.stringify(name)}` : '';
}

/** The hashes of a file that the service holds; null where it does not know them. */
function knownFile(service: LiveService): Promise<Known | null> {
  const known = knownFiles.get(service) ?? storeKnown(service);
  knownFiles.set(service, known);
  return known;
}

async function storeKnown(service: LiveService): Promise<Known | null> {
  const bytes = randomBytes(knownBytes);
  const hashes = hashesOf(bytes);
  await service.store('known.bin', bytes, { beginningHash: hashes.beginningHash, size: String(knownBytes) });
  for (let tries = 1; tries <= indexTries; tries += 1) {
    const answer = await askByHash(service, 'ask.bin', { beginningHash: hashes.beginningHash });
    if (isKnown(answer)) return hashes;
    await wait(indexDelayMs);
  }
  return null;
}

function askByHash(
  service: LiveService,
  name: string,
  hashes: Readonly<Record<string, string>>,
): Promise<Answered> {
  const body = { ...hashes, size: String(knownBytes) };
  return service.start({ name, kind: 'multipart', size: knownBytes, body });
}

function isKnown({ status }: Answered): boolean {
  return status === 202 || status === 200;
}
