/** Name of our Trusted Types policy, to be allowed by `trusted-types smh-uploader`. */
const POLICY_NAME = 'smh-uploader';

/** A URL that may be given to `new Worker`: text, or a TrustedScriptURL. */
export type ScriptUrl = string | { toString(): string };

type ScriptUrlPolicy = { createScriptURL(url: string): ScriptUrl };

type TrustedTypes = {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptUrlPolicy;
};

/** Undefined until it was tried; null where the page has no Trusted Types or refuses our policy. */
let policy: ScriptUrlPolicy | null | undefined;

/**
 * `url` as a TrustedScriptURL where the browser has Trusted Types, since
 * `new Worker` refuses plain text on pages that require them. Where our policy
 * is refused the text comes back, and the worker's start fails or not as the page has it.
 */
export function trustScriptUrl(url: URL): ScriptUrl {
  if (policy === undefined) policy = createPolicy();
  return policy === null ? url.href : policy.createScriptURL(url.href);
}

/**
 * `Worker` for a URL that goes through the policy first. `spawn-worker` imports it
 * under the name `Worker`, as bundlers find a worker's file by the words `new Worker(new URL(`.
 */
export const TrustedWorker = function (url: URL, options: WorkerOptions): Worker {
  return startWorker(trustScriptUrl(url), options);
} as unknown as new (url: URL, options: WorkerOptions) => Worker;

/** `new Worker`, for a URL that may be a TrustedScriptURL. */
export function startWorker(url: ScriptUrl, options: WorkerOptions): Worker {
  // TypeScript's library doesn't know that the constructor takes a TrustedScriptURL.
  return new globalThis.Worker(url as string, options);
}

function createPolicy(): ScriptUrlPolicy | null {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };
  if (trustedTypes === undefined) return null;
  try {
    return trustedTypes.createPolicy(POLICY_NAME, { createScriptURL: requireOwnOrigin });
  } catch {
    // Not in the page's list, or made before by a second copy of this script.
    return null;
  }
}

/** The policy would be an open door if it let any URL through. */
function requireOwnOrigin(url: string): string {
  if (new URL(url).origin !== location.origin) {
    throw new TypeError('A worker must come from the page’s own origin');
  }
  return url;
}
