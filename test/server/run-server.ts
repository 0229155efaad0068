import { createDevServer } from '../../demo/server/create-dev-server.js';

// A server in a process of its own, for tests that kill it or weigh it.
const [, , dir = ''] = process.argv;
const { apiOrigin, libraryId, spaceId, issueToken } = await createDevServer({ dir });
process.send?.({ apiOrigin, libraryId, spaceId, accessToken: issueToken().accessToken });
process.on('message', () => process.send?.(process.memoryUsage.rss()));
