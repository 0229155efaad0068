import type { Row } from './walk-list.js';

/** The rows for a terminal. */
export function formatRows(rows: readonly Row[]): string {
  return rows
    .map(
      ({ check, finding }) =>
        `${finding.result.padEnd('confirmed'.length)}  ${check.id}: ${check.question}\n` +
        `           claim: ${check.claim}\n           ${finding.seen}`,
    )
    .join('\n');
}

/** The rows as a table of a README. */
export function formatMarkdown(rows: readonly Row[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
  return [
    line(['What no document says', 'What would be', 'Result', 'Seen']),
    line(['---', '---', '---', '---']),
    ...rows.map(({ check, finding }) => line([check.question, check.claim, finding.result, finding.seen])),
  ].join('\n');
}

/** How many rows came to what. */
export function countResults(rows: readonly Row[]): string {
  return (['confirmed', 'refuted', 'untested'] as const)
    .map((result) => `${String(rows.filter(({ finding }) => finding.result === result).length)} ${result}`)
    .join(', ');
}
