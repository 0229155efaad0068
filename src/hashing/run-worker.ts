import { BLOCK_BYTES } from '../protocol/limits.js';
import { HEADROOM_BYTES } from './block-reader.js';
import { createHashService } from './hash-service.js';
import { MESSAGES_VERSION, type HashReply, type HashRequest } from './messages.js';
import { createPace, WORKER_TURN_MS } from './pace.js';

/** Makes a hashing thread of the worker that it runs in. */
export function runWorker(): void {
  const reply = (message: HashReply): void => self.postMessage(message);
  const service = createHashService({
    reply,
    // A block and the hash before it in one piece: nobody waits for a frame here.
    pace: createPace({ turnMs: WORKER_TURN_MS, pieceBytes: HEADROOM_BYTES + BLOCK_BYTES }),
  });
  self.addEventListener('message', (event: MessageEvent<HashRequest>) => service.handle(event.data));
  reply({ type: 'ready', version: MESSAGES_VERSION });
}
