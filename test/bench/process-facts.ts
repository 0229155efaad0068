import { readFile, writeFile } from 'node:fs/promises';

/** Memory of a process, in bytes; shared pages count in full. */
export type ProcessMemory = {
  /** What it holds now. */
  readonly now: number;
  /** The most that it held since the start, or since `forgetPeak`. */
  readonly peak: number;
};

/** Memory as Linux tells it. */
export async function readMemory(pid: number): Promise<ProcessMemory> {
  const status = await readFile(`/proc/${String(pid)}/status`, 'utf8');
  const field = (name: string): number =>
    // In kB of 1024 bytes, whatever the unit's name says.
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) * 1024;
  return { now: field('VmRSS'), peak: field('VmHWM') };
}

/** Lets the peak begin anew from what is held now. */
export async function forgetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${String(pid)}/clear_refs`, '5');
}

/** Processor time that a process has used, in ticks of the system's clock. */
export async function processorTicks(pid: number): Promise<number> {
  const text = await readFile(`/proc/${String(pid)}/stat`, 'utf8');
  // The second field is a name in parentheses that may hold blanks; time in user and system follow later.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** What the first thread of a process (a renderer's main thread) had of the processors, in ms. */
export type ThreadTime = {
  readonly ran: number;
  /** It could have run, but others did. */
  readonly waited: number;
};

/** Times since the start of the process. */
export async function readMainThreadTime(pid: number): Promise<ThreadTime> {
  const nanosecondsPerMs = 1e6;
  const text = await readFile(`/proc/${String(pid)}/task/${String(pid)}/schedstat`, 'utf8');
  const [ran = 0, waited = 0] = text.split(' ').map((field) => Number(field) / nanosecondsPerMs);
  return { ran, waited };
}
