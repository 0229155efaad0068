import makeModule from './hash-code.ts?function';

/** Makes the hashing code anew. It needs nothing but its own text, which a worker can be started from. */
export const makeHashCode = makeModule as () => typeof import('./hash-code.js');
