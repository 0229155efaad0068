import { readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { CELLS, FAULTS, TARGETS, type Cell } from '../support/fault-matrix.js';

/**
 * Writes the fault matrix of `test/wire/fault-matrix.test.ts` into the docs, between the markers
 * (`npm run docs:faults`). With `--check` it writes nothing, and fails where the docs are stale.
 */
const path = 'demo/docs/reliability.md';
const BEGIN = '<!-- fault-matrix: written by "npm run docs:faults" -->';
const END = '<!-- /fault-matrix -->';

const before = readFileSync(path, 'utf8');
const [head, rest] = splitAt(before, BEGIN);
const [, tail] = splitAt(rest, END);
const text = `${head}${BEGIN}\n\n${section()}\n\n${END}${tail}`;
const after = await format(text, { ...(await resolveConfig(path)), filepath: path });

if (!process.argv.includes('--check')) writeFileSync(path, after);
else if (after === before) console.log(`${path} is fresh.`);
else {
  console.error(`${path} is stale: run "npm run docs:faults" and commit it.`);
  process.exitCode = 1;
}

function splitAt(whole: string, marker: string): readonly [string, string] {
  const at = whole.indexOf(marker);
  if (at < 0) throw new Error(`${path} has no ${marker}`);
  return [whole.slice(0, at), whole.slice(at + marker.length)];
}

function section(): string {
  const faults = Object.values(FAULTS);
  const rows = Object.entries(TARGETS).map(([target, title]) => {
    const cells = CELLS.filter((cell) => cell.target === target);
    return `| ${[title, ...cells.map((cell) => outcome(cell))].join(' | ')} |`;
  });
  const reasons = CELLS.flatMap((cell) =>
    'end' in cell ? [] : [`- ${TARGETS[cell.target]}, ${FAULTS[cell.fault]}: ${cell.notApplicable}.`],
  );
  const tried = CELLS.length - reasons.length;
  return [
    `| | ${faults.join(' | ')} |`,
    `|${' --- |'.repeat(faults.length + 1)}`,
    ...rows,
    '',
    `${tried} of ${CELLS.length} cells are tried. Not applicable:`,
    '',
    ...reasons,
  ].join('\n');
}

function outcome(cell: Cell): string {
  if (!('end' in cell)) return '–';
  if (cell.target === 'cancel') return 'freed';
  const { told, orphans } = cell.end;
  const lands = told === null ? 'lands' : `\`${told}\`, then by \`retry()\``;
  return orphans === 0 ? lands : `${lands} ¹`;
}
