import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';

/**
 * Facts in the order they came about, one JSON text a line. Appending is one small
 * write; the file is rewritten only when it is opened, by way of a second file and
 * a rename, so that a crash leaves the old or the new one.
 */
export class Journal<Fact extends object> {
  readonly #file: string;
  #descriptor: number | null = null;

  constructor(file: string) {
    this.#file = file;
  }

  /** All facts written so far. A last line cut short by a crash is left out. */
  read(): Fact[] {
    if (!existsSync(this.#file)) return [];
    const facts: Fact[] = [];
    for (const line of readFileSync(this.#file, 'utf8').split('\n')) {
      const fact = parseLine(line);
      if (fact !== null) facts.push(fact as Fact);
    }
    return facts;
  }

  /** Puts `facts` in place of all that was written, and opens the file for more. */
  rewrite(facts: Iterable<Fact>): void {
    this.close();
    const next = `${this.#file}.next`;
    const descriptor = openSync(next, 'w', 0o600);
    for (const fact of facts) writeSync(descriptor, `${JSON.stringify(fact)}\n`);
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(next, this.#file);
    this.#descriptor = openSync(this.#file, 'a', 0o600);
  }

  /** Writes one fact; it survives the end of the process once this returns. */
  append(fact: Fact): void {
    if (this.#descriptor === null) throw new Error('the journal is closed');
    writeSync(this.#descriptor, `${JSON.stringify(fact)}\n`);
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }
}

function parseLine(line: string): unknown {
  if (line === '') return null;
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
