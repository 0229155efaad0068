/** A row of a table, by the headings of its columns; cells as written. */
export type Row = Readonly<Record<string, string>>;

/**
 * The first table below a heading of the second level in a Markdown text.
 *
 * @throws Error where there is none: a test that compares with nothing would pass
 */
export function readTable(markdown: string, heading: string): readonly Row[] {
  const section = markdown.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const [head = '', , ...body] = section.split('\n').filter((line) => line.startsWith('|'));
  if (body.length === 0) throw new Error(`There is no table below "${heading}".`);
  const columns = cells(head);
  return body.map((line) => {
    const row = cells(line);
    return Object.fromEntries(columns.map((column, index) => [column, row[index] ?? '']));
  });
}

/** A bar inside a cell is written `\|`. */
function cells(line: string): readonly string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}
