/** Where the development server of this test run listens. It lives as long as the run of one engine. */
export type DevServerInfo = {
  /** Origin of the SMH API; `/_dev/...` below it turns faults and settings and shows log and files. */
  readonly apiOrigin: string;
  readonly objectOrigin: string;
  /** Origin of the host routes (token, proxy, callbacks). */
  readonly hostOrigin: string | null;
  readonly libraryId: string;
  readonly librarySecret: string;
  readonly spaceId: string;
};

declare global {
  interface Window {
    /** Written into the page by the test runner. */
    readonly __smhServer?: DevServerInfo;
    /** Where tests that throw dice begin (`SMH_SEED`); null: anywhere. */
    readonly __smhSeed?: number | null;
  }
}

/**
 * The development server that the test runner has started for this page.
 *
 * @throws {Error} outside of `npm test`.
 */
export function devServerInfo(): DevServerInfo {
  if (!window.__smhServer) throw new Error('Browser tests are run by "npm test", which starts the server.');
  return window.__smhServer;
}
