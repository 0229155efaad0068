import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { UploaderOptions } from '../engine/options.js';
import type { TaskSnapshot } from '../engine/task-snapshot.js';
import type { Uploader } from '../uploader.js';
import { forwardEvents } from './events.js';
import type { EventHooks } from './events.js';
import { isHeld } from './census.js';
import { isAtRest } from './task-action.js';

/** What the controller asks of its element. */
export type UploaderHooks = {
  /** Makes the element's own uploader, at the first need. */
  readonly create: () => Uploader;
  /** All options as they stand. */
  readonly options: () => UploaderOptions;
  /** True where options changed since they were last taken. */
  readonly takeOptionsChanged: () => boolean;
  /** An option was refused; `reason` is for developers. */
  readonly onBadOption: (option: string, reason: string) => void;
  readonly events: EventHooks;
};

type Host = ReactiveControllerHost & EventTarget & { readonly isConnected: boolean };

/** How often a countdown moves, in ms. */
const COUNTDOWN_MS = 1000;

/** True where an option holds what it does while nothing set it; an empty limit is a mistake, and set. */
function isUnset(option: string, value: unknown): boolean {
  const isDefault =
    ((option === 'accept' || option === 'name') && value === '') || (option === 'spaceId' && value === '-');
  return value === undefined || value === false || isDefault;
}

/**
 * Stands between the uploader and the view: hands options down, passes events
 * up, has the view drawn at most once a frame, and rests the element's own
 * uploader while the element is out of the document.
 */
export class UploaderController implements ReactiveController {
  readonly #host: Host;
  readonly #hooks: UploaderHooks;
  #own: Uploader | null = null;
  #given: Uploader | null = null;
  /** Options once handed to a given uploader; those it was never told of are its own affair. */
  #toldToGiven = new Set<string>();
  #heard: Uploader | null = null;
  #stopHearing: (() => void) | null = null;
  #isFrameAsked = false;
  #countdown: ReturnType<typeof setInterval> | undefined;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  /** The element has left the document, and not only moved in it. */
  #isAway = false;
  /** What goes on by itself at the return, in this order. */
  #restedIds: readonly string[] = [];
  /** The own tasks that were there when they were put to rest; what comes later has to rest too. */
  #knownIds: ReadonlySet<string> = new Set<string>();

  constructor(host: Host, hooks: UploaderHooks) {
    this.#host = host;
    this.#hooks = hooks;
    host.addController(this);
  }

  /** The uploader that is drawn, with all options handed down. */
  get current(): Uploader {
    const uploader = this.#given ?? this.#makeOwn();
    // A given uploader lives on, and would keep an element that left alive by its listeners.
    if (this.#heard !== uploader && (uploader !== this.#given || this.#host.isConnected)) {
      this.#stopHearing?.();
      this.#heard = uploader;
      this.#stopHearing = forwardEvents(uploader, this.#host, this.#hooks.events);
    }
    if (this.#hooks.takeOptionsChanged()) {
      this.#handDown(uploader);
    }
    return uploader;
  }

  /** The tasks that are drawn; none before there is an uploader. */
  get tasks(): readonly TaskSnapshot[] {
    return this.current.tasks;
  }

  /** The page's own instance; null: the element's. */
  get given(): Uploader | null {
    return this.#given;
  }

  set given(uploader: Uploader | null) {
    if (uploader === this.#given) {
      return;
    }
    const isOwnResting = this.#isOwnResting;
    this.#given = uploader;
    if (!isOwnResting) {
      this.#rest();
    }
    this.#toldToGiven = new Set();
    this.#stopHearingIt();
    if (uploader !== null) {
      this.#handDown(uploader);
    } else if (!this.#isOwnResting) {
      this.#goOn();
    }
    this.#host.requestUpdate();
  }

  hostConnected(): void {
    clearTimeout(this.#leaving);
    this.#leaving = undefined;
    this.#isAway = false;
    if (this.#given === null) {
      this.#goOn();
    } else {
      void this.current;
    }
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    // Moving an element disconnects and connects it within one task.
    this.#leaving = setTimeout(() => {
      this.#leaving = undefined;
      if (!this.#host.isConnected) {
        this.#leave();
      }
    }, 0);
  }

  hostUpdated(): void {
    const isCounting =
      this.#host.isConnected && (this.#heard?.tasks.some(({ retryAt }) => retryAt !== null) ?? false);
    if (isCounting && this.#countdown === undefined) {
      this.#countdown = setInterval(() => this.#host.requestUpdate(), COUNTDOWN_MS);
    } else if (!isCounting) {
      clearInterval(this.#countdown);
      this.#countdown = undefined;
    }
  }

  /** Has the view drawn at the next frame; a hidden page draws when it is seen again. */
  drawSoon(): void {
    if (this.#isFrameAsked) {
      return;
    }
    this.#isFrameAsked = true;
    requestAnimationFrame(() => {
      this.#isFrameAsked = false;
      if (this.#host.isConnected) {
        this.#host.requestUpdate();
      }
    });
  }

  /** True while nobody sees what the element's own uploader does. */
  get #isOwnResting(): boolean {
    return this.#isAway || this.#given !== null;
  }

  #makeOwn(): Uploader {
    if (this.#own === null) {
      this.#own = this.#hooks.create();
      // Files may come in late, from a folder or a `beforeAdd` that takes its time.
      this.#own.addEventListener('smh-queue-progress', () => {
        if (this.#isOwnResting) {
          this.#rest();
        }
      });
      this.#hooks.takeOptionsChanged();
      this.#handDown(this.#own);
    }
    return this.#own;
  }

  #handDown(uploader: Uploader): void {
    const options = this.#hooks.options();
    const told = uploader === this.#given ? this.#whatToTell(options) : options;
    for (const [option, reason] of setEach(uploader, told)) {
      this.#hooks.onBadOption(option, reason);
    }
  }

  #whatToTell(options: UploaderOptions): UploaderOptions {
    const entries = Object.entries(options).filter(
      ([option, value]) => this.#toldToGiven.has(option) || !isUnset(option, value),
    );
    for (const [option] of entries) {
      this.#toldToGiven.add(option);
    }
    return Object.fromEntries(entries);
  }

  #leave(): void {
    clearInterval(this.#countdown);
    this.#countdown = undefined;
    const isOwnResting = this.#isOwnResting;
    this.#isAway = true;
    if (!isOwnResting) {
      this.#rest();
    }
    if (this.#given !== null) {
      this.#stopHearingIt();
    }
  }

  #stopHearingIt(): void {
    this.#stopHearing?.();
    this.#stopHearing = null;
    this.#heard = null;
  }

  /** Pauses what moves, but only once: what the page has resumed since is its own affair. */
  #rest(): void {
    const own = this.#own;
    if (own === null) {
      return;
    }
    const running = own.tasks.filter((task) => !this.#knownIds.has(task.id) && isMoving(task));
    this.#knownIds = new Set(own.tasks.map(({ id }) => id));
    // Those in the queue first, else they would take the slots of those that pause.
    const queued = running.filter(({ status }) => status === 'queued');
    const others = running.filter(({ status }) => status !== 'queued');
    for (const { id } of [...queued, ...others]) {
      own.pause(id);
    }
    // What moved takes its slots again first; each of the rest then goes to the front, so the last one first.
    this.#restedIds = [
      ...this.#restedIds,
      ...others.map(({ id }) => id),
      ...queued.reverse().map(({ id }) => id),
    ];
  }

  #goOn(): void {
    const ids = this.#restedIds;
    this.#restedIds = [];
    this.#knownIds = new Set();
    for (const id of ids) {
      this.#own?.resume(id);
    }
  }
}

/** True for a task that goes on by itself, and that nobody has told to stop. */
function isMoving(task: TaskSnapshot): boolean {
  const { status, waitReason } = task;
  const isStopping = waitReason === 'paused' || waitReason === 'canceled';
  return !isAtRest(status) && status !== 'paused' && status !== 'conflict' && !isStopping && !isHeld(task);
}

/** Sets all options; where one is refused, each by itself. Gives the refused ones with the reason. */
function setEach(uploader: Uploader, options: UploaderOptions): readonly (readonly [string, string])[] {
  try {
    uploader.setOptions(options);
    return [];
  } catch {
    // Below it shows which one it was.
  }
  const refused: (readonly [string, string])[] = [];
  for (const [option, value] of Object.entries(options)) {
    try {
      uploader.setOptions({ [option]: value });
    } catch (thrown) {
      refused.push([option, thrown instanceof Error ? thrown.message : 'it was refused']);
    }
  }
  return refused;
}
