import { judged, untested } from './live-check.js';
import type { LiveCheck, LiveTools } from './live-check.js';
import { said } from './live-service.js';
import type { Answered } from './live-service.js';

/** What the component refuses by itself, as the service is said to refuse it. */
const forbidden = ['a\\b', 'a:b', 'a*b', 'a?b', 'a"b', 'a<b', 'a>b', 'a|b'];

/** What the component lets through. */
const odd = [' a', 'a ', '.a', 'a.', 'a..b', 'a  b'];

/** What the component replaces: only told. */
const controls = ['a\u0007b', 'a\u007fb'];

export const checkOddNames: LiveCheck = {
  id: 'odd-names',
  question: 'Which odd characters a name may have',
  claim: 'None of `\\ : * ? " < > |`; blanks and dots at its ends are taken',
  async run({ service }) {
    const ask = (name: string): Promise<Answered> => service.start({ name, kind: 'simple', size: 1 });
    const wrong: string[] = [];
    for (const name of forbidden) {
      const answer = await ask(name);
      if (answer.status < 400) wrong.push(`${shown(name)} is taken`);
    }
    for (const name of odd) {
      const answer = await ask(name);
      if (answer.status >= 400) wrong.push(`${shown(name)} is refused (${said(answer)})`);
    }
    const controlled: string[] = [];
    for (const name of controls) controlled.push(`${shown(name)}: ${said(await ask(name))}`);
    const seen = wrong.length === 0 ? 'All as said' : wrong.join(', ');
    return judged(wrong.length === 0, `${seen}. Control characters: ${controlled.join(', ')}.`);
  },
};

/** Codes that only media libraries have. */
const mediaCodes = ['DirectoryNotAllowed', 'DirectoryLevelExceed', 'UploadToRootDirectoryNotAllowed'];

export const checkMediaExtension: LiveCheck = {
  id: 'media-extension',
  question: 'Whether a media library takes names with an extension',
  claim: 'It does',
  async run({ service }) {
    const deeper = await service.call('PUT', `${service.folder}/deeper`, { resource: 'directory' });
    if (deeper.code === null || !mediaCodes.includes(deeper.code)) {
      return untested(`This is a file library: it takes folders in folders (${said(deeper)}).`);
    }
    const answer = await service.start({ name: 'picture.jpg', kind: 'simple', size: 1 });
    return judged(answer.status === 201, `A start of "picture.jpg": ${said(answer)}.`);
  },
};

export const checkConflictAtConfirm: LiveCheck = {
  id: 'conflict-at-confirm',
  question: 'Whether an upload survives the 409 at its confirm',
  claim: 'It does: confirmed again with `rename`, it is stored',
  async run({ service }) {
    const start = {
      name: 'conflict.txt',
      kind: 'simple',
      size: 1,
      query: { conflict_resolution_strategy: 'ask' },
    } as const;
    const first = await service.open(start);
    const second = await service.open(start);
    for (const [opened, text] of [
      [first, '1'],
      [second, '2'],
    ] as const) {
      await service.put(opened, Buffer.from(text));
    }
    const stored = await service.confirm(first, { conflict_resolution_strategy: 'ask' });
    if (stored.status !== 200) return untested(`The first of two of one name: ${said(stored)}.`);
    const refusal = await service.confirm(second, { conflict_resolution_strategy: 'ask' });
    if (refusal.status !== 409) return untested(`The second of two of one name: ${said(refusal)}.`);
    const again = await service.confirm(second, { conflict_resolution_strategy: 'rename' });
    return judged(again.status === 200, `The second confirm after ${said(refusal)}: ${said(again)}.`);
  },
};

export const checkEmptyFile: LiveCheck = {
  id: 'empty-file',
  question: 'Whether a file of 0 bytes goes up by one PUT',
  claim: 'It does',
  async run({ service }) {
    const opened = await service.open({ name: 'empty.txt', kind: 'simple', size: 0 });
    const put = await service.put(opened, new Uint8Array());
    if (put.status !== 200) return judged(false, `The PUT: ${said(put)}.`);
    const stored = await service.confirm(opened);
    const { size } = stored.json;
    const seen = `The PUT: 200; confirm: ${said(stored)}, size ${JSON.stringify(size) ?? 'absent'}.`;
    return judged(stored.status === 200 && Number(size) === 0, seen);
  },
};

export const checkTrafficLimit: LiveCheck = {
  id: 'traffic-limit',
  question: 'The unit of `traffic_limit`',
  claim: 'Bytes a second: `x-cos-traffic-limit`, which counts bits, is eight times as much',
  async run({ service }: LiveTools) {
    const { answer } = await service.open({
      name: 'limit.bin',
      kind: 'multipart',
      size: 4,
      query: { traffic_limit: String(trafficLimit) },
    });
    const value = /"x-cos-traffic-limit":\s*"?(\d+)/i.exec(answer.text)?.[1];
    if (value === undefined) return untested('The headers of the answer have no limit.');
    const seen = `${String(trafficLimit)} came back as \`x-cos-traffic-limit\` ${value}.`;
    return judged(Number(value) === trafficLimit * bitsInByte, seen);
  },
};

/** What both ways of counting allow. */
const trafficLimit = 819_200;
const bitsInByte = 8;

function shown(name: string): string {
  return JSON.stringify(name).replace(/[\u007f-\u009f]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`);
}
