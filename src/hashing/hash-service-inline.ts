import { makeHashCode } from './hash-code-inline.js';

/** The page's own hashing, for the build in one file, which puts this module in place of `hash-service`. */
export const { createHashService } = makeHashCode();
