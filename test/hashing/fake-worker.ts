import { MESSAGES_VERSION, type HashReply, type HashRequest } from '../../src/hashing/messages.js';

/** How a `FakeWorker` behaves. */
export type WorkerScript = {
  /** @default the version of this release; null: stays silent */
  readonly version?: number | null;
  /** Fires `error` instead of getting ready, as Chromium and Firefox do under a policy. */
  readonly isRefused?: boolean;
  /** Called with each request. */
  readonly onRequest?: (request: HashRequest, worker: FakeWorker) => void;
};

/** The part of a `Worker` that the host uses, with every message in the test's hands. */
export class FakeWorker {
  onmessage: ((event: MessageEvent<unknown>) => void) | null = null;
  onmessageerror: ((event: MessageEvent<unknown>) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  readonly requests: HashRequest[] = [];
  isTerminated = false;
  readonly #script: WorkerScript;

  constructor(script: WorkerScript = {}) {
    this.#script = script;
    queueMicrotask(() => {
      if (script.isRefused === true) this.die();
      else if (script.version !== null)
        this.say({ type: 'ready', version: script.version ?? MESSAGES_VERSION });
    });
  }

  /** As the `Worker` that the host believes it to be. */
  asWorker(): Worker {
    return this as unknown as Worker;
  }

  postMessage(request: HashRequest): void {
    this.requests.push(request);
    this.#script.onRequest?.(request, this);
  }

  say(reply: HashReply): void {
    this.onmessage?.(new MessageEvent('message', { data: reply }));
  }

  die(): void {
    this.onerror?.(new ErrorEvent('error'));
  }

  terminate(): void {
    this.isTerminated = true;
  }
}
