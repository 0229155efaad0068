import type { ConflictChoice, UploaderEvent } from '../../src/engine/engine-events.js';
import type { TaskSnapshot } from '../../src/engine/task-snapshot.js';
import { MIB } from '../../src/protocol/limits.js';
import { planParts } from '../../src/protocol/part-plan.js';
import { createMemoryResumeStore } from '../../src/storage/memory-resume-store.js';
import { Dice } from './dice.js';
import type { FileSpec } from './engine-world.js';
import { filledFile } from './filled-files.js';
import { ManualClock } from './manual-clock.js';
import { ModelService } from './model-service.js';
import { RoughPage, type Around } from './rough-page.js';

const CHOICES: readonly ConflictChoice[] = ['rename', 'overwrite', 'skip'];

/** Buttons, as often as they are pressed relative to each other. */
const BUTTONS =
  'pause pause resume resume start retry retry choose choose replace replace cancel remove clear'.split(' ');

/** Chance that the page dies and is loaded again, before each act. */
const RELOAD_RATE = 0.04;

/** Chance that a file is saved with other bytes meanwhile, and the size and date that it had. */
const EDIT_RATE = 0.1;

/** Chance that uploads which became files are known no more. */
const FORGOTTEN_RATE = 0.2;

/** Longest that it takes until it is there again, in ms. */
const RELOAD_MS = 5000;

type Chosen = FileSpec & { readonly file: File };

/** Made once: ten thousand worlds would fill the memory with files. */
const FILES: readonly Chosen[] = [
  { file: filledFile('small.bin', 100) },
  { file: filledFile('hashed.bin', 2 * MIB), plain: false },
  { file: filledFile('known.bin', 2 * MIB), plain: false },
  { file: filledFile('parts.bin', 5 * MIB + 1), partSize: MIB },
  { file: filledFile('both.bin', 6 * MIB), partSize: 2 * MIB, plain: false },
  { file: filledFile('taken.bin', 200), strategy: 'ask' },
  { file: filledFile('known-taken.bin', 3 * MIB), strategy: 'ask', plain: false },
];
const ANOTHER_VERSION_BYTES = 7;
/** They differ in nothing that a file tells without being read. */
const TWINS: readonly Chosen[] = FILES.map((spec) => {
  return { ...spec, file: filledFile(spec.file.name, spec.file.size, 2) };
});
const OTHERS: readonly Chosen[] = FILES.map((spec) => {
  return { ...spec, file: filledFile(spec.file.name, spec.file.size + ANOTHER_VERSION_BYTES, 1) };
});

/** The older ones first. */
const VERSIONS = [...FILES, ...TWINS, ...OTHERS];

/** A service that keeps books, and a page where calls fail, people press buttons, and which is loaded again. */
export class RoughWorld {
  readonly service = new ModelService();
  /** What must never be. */
  readonly wrong: string[] = [];
  /** Names whose outcome was told to be unknown: whoever retries those has looked. */
  readonly doubted = new Set<string>();
  /** Words for what came to pass. */
  readonly seen = new Set<string>();
  /** Tasks that were told to be completed, on whichever page. */
  readonly completed: TaskSnapshot[] = [];
  /** What became of the files, by name. */
  readonly ends = new Map<string, string>();
  reloads = 0;
  /** Keys of those that were completed on the page that is open. */
  readonly #keysHere = new Set<string | null>();
  readonly #dice: Dice;
  readonly #records = createMemoryResumeStore();
  readonly #around: Around;
  /** By name; those picked last. */
  readonly #chosen = new Map<string, Chosen>();
  #page: RoughPage;

  constructor(seed: number) {
    this.#dice = new Dice(seed);
    const { service, wrong, seen } = this;
    this.#around = { dice: this.#dice, service, wrong, seen, records: this.#records, handedOver: 0 };
    this.service.addForeign('folder/taken.bin', 1);
    this.service.addForeign('folder/known-taken.bin', 1);
    this.#page = this.#load(new ManualClock());
    const count = 2 + this.#dice.pick(2);
    for (const spec of this.#dice.shuffled(FILES).slice(0, count)) this.#chosen.set(spec.file.name, spec);
  }

  get page(): RoughPage {
    return this.#page;
  }

  get names(): readonly string[] {
    return [...this.#chosen.keys()];
  }

  /** A person chooses the files. */
  begin(): Promise<void> {
    return this.#page.choose([...this.#chosen.values()]);
  }

  /** Presses some button on some task, or loads the page again, or waits. */
  async act(): Promise<void> {
    const { clock } = this.#page;
    if (this.#dice.happens(RELOAD_RATE)) await this.#reload();
    else {
      if (this.#dice.happens(3 / 4)) this.#press(BUTTONS[this.#dice.pick(BUTTONS.length)] ?? '');
      await clock.advanceAsync(this.#dice.pick(3000));
      clock.runFrame();
    }
  }

  /** The network is well again, and a person sees everything through; false: there is no end to it. */
  async seeThrough(roundsMax: number): Promise<boolean> {
    this.#dice.isCalm = true;
    const { engine, clock } = this.#page;
    for (let round = 0; round < roundsMax; round++) {
      engine.resume();
      engine.start();
      engine.retry();
      for (const { id } of engine.tasks) this.#choose(id);
      await this.#pass(60_000);
      const isOver = engine.tasks.every(({ status }) => status === 'completed' || status === 'canceled');
      if (isOver && clock.pendingTimers === 0) return true;
    }
    return false;
  }

  /** Keys that a page freed although their files were completed on it; a later one may not know of that. */
  get freedTooLate(): readonly string[] {
    return this.service.freedTooLate.filter((key) => this.#keysHere.has(key));
  }

  /** Gives up what is left of earlier visits; gives how many records there are in the end. */
  async clearUp(): Promise<number> {
    await Promise.all([this.#page.discard(), this.#pass(60_000)]);
    return (await this.#records.list(this.#page.scope)).length;
  }

  async #pass(ms: number): Promise<void> {
    const { clock } = this.#page;
    await clock.advanceAsync(ms);
    for (let turn = 0; turn < 2; turn++) {
      clock.runFrame();
      await clock.settle();
    }
  }

  #load(clock: ManualClock): RoughPage {
    const page = new RoughPage(this.#around, clock);
    page.onEvent = (event) => this.#onEvent(page, event);
    return page;
  }

  /** The page dies at this very moment; on the next one a person goes on with what is not done. */
  async #reload(): Promise<void> {
    this.reloads += 1;
    this.wrong.push(...this.freedTooLate.map((key) => `${key} was freed and completed`));
    this.#keysHere.clear();
    const { clock, scope } = this.#page;
    this.#page.die(this.#dice.happens(1 / 2));
    // What was not written down is forgotten.
    const known = await this.#records.list(scope);
    const keys = new Set(known.map(({ record }) => record.confirmKey));
    this.service.orphan(this.service.left.filter((key) => !keys.has(key)));

    if (this.#dice.happens(FORGOTTEN_RATE)) this.service.forgetStored();

    this.#page = this.#load(new ManualClock({ nowMs: clock.now() + this.#dice.pick(RELOAD_MS) }));
    for (const [name, { file }] of this.#chosen) {
      const twin = TWINS.find((one) => one.file.name === name && one.file.size === file.size);
      if (twin === undefined || this.ends.has(name) || !this.#dice.happens(EDIT_RATE)) continue;
      this.seen.add('edited');
      this.#chosen.set(name, twin);
    }
    // Of an edited file one would go on with both versions.
    const unedited = [...this.#chosen.values()].filter((spec) => !TWINS.includes(spec));
    if (this.#dice.happens(1 / 2)) await this.#page.goOn(unedited);
    const here = new Set(this.#page.engine.tasks.map(({ file }) => file?.name));
    const open = [...this.#chosen.values()].filter(
      ({ file }) => !this.ends.has(file.name) && !here.has(file.name),
    );
    await this.#page.choose(open);
  }

  #onEvent(page: RoughPage, { type, detail }: UploaderEvent): void {
    const { task, to, restarted } = detail as {
      readonly task?: TaskSnapshot;
      readonly to?: string;
      readonly restarted?: boolean;
    };
    this.seen.add(type);
    if (to !== undefined) this.seen.add(`to ${to}`);
    if (restarted === true) this.seen.add('restarted');
    if (type === 'smh-queue-progress') page.follow();
    if (task === undefined) return;
    if (task.instant) this.seen.add('instant');
    if (task.error !== null) this.seen.add(task.error.code);
    if (type === 'smh-upload-progress') page.checkProgress(task);
    if (task.error?.code === 'outcome-unknown') this.doubted.add(task.name);
    if (to !== 'completed' && to !== 'canceled') return;
    this.ends.set(task.file?.name ?? '', to);
    if (to !== 'completed') return;
    this.completed.push(task);
    this.#keysHere.add(task.confirmKey);
  }

  #press(button: string): void {
    const { engine } = this.#page;
    const task = engine.tasks[this.#dice.pick(engine.tasks.length)];
    if (task === undefined) return;
    const { id, status, name } = task;
    // Sometimes for all.
    const whom = this.#dice.happens(1 / 5) ? undefined : id;
    switch (button) {
      case 'pause':
        return engine.pause(whom);
      case 'resume':
        return engine.resume(whom);
      case 'retry':
        return engine.retry(whom);
      case 'cancel':
        // Rarer, else nothing would be left to look at.
        return this.#dice.happens(1 / 3) ? engine.cancel(id) : undefined;
      case 'remove':
        return this.#dice.happens(1 / 3) ? engine.removeTask(id) : undefined;
      case 'start':
        return engine.start();
      case 'clear':
        return engine.clearFinished();
      case 'choose':
        return this.#choose(id);
      case 'replace':
        return status === 'failed' ? this.#replace(id, name) : undefined;
    }
  }

  #choose(id: string): void {
    const choice = CHOICES[this.#dice.pick(CHOICES.length)] ?? 'skip';
    this.#page.engine.resolveConflict(id, choice, { all: this.#dice.happens(1 / 4) });
  }

  #replace(id: string, name: string): void {
    // Never back to an older version, which may be stored already.
    const newer = VERSIONS.slice(VERSIONS.findIndex((one) => one === this.#chosen.get(name)));
    const versions = newer.filter(({ file }) => file.name === name);
    const picked = versions[this.#dice.pick(versions.length)];
    if (picked === undefined) return;
    this.seen.add('replaced');
    this.#chosen.set(name, picked);
    const { file, partSize } = picked;
    this.#page.engine.replaceFile(id, { file, plan: planParts(file.size, partSize), refusal: null });
  }
}
