import type { UploaderOptions } from './engine/options.js';
import type { Rules } from './intake/accept-rules.js';
import { resolveRules } from './intake/resolve-rules.js';
import { parseDirectory } from './protocol/file-path.js';
import type { RemotePath } from './protocol/types.js';

/** Where files go and what they must keep to; a malformed directory refuses them all. */
export function placeAndRules(options: UploaderOptions): { directory: RemotePath; rules: Rules } {
  const rules = resolveRules(options);
  try {
    return { directory: parseDirectory(options.directory ?? ''), rules };
  } catch (thrown) {
    const problem = thrown instanceof Error ? thrown.message : 'directory is malformed';
    return { directory: [], rules: { ...rules, problem: rules.problem ?? problem } };
  }
}
