/** The engines that every browser test runs in, in this order. */
export const browserNames = ['chromium', 'firefox', 'webkit'] as const;

export type BrowserName = (typeof browserNames)[number];

/** Whether `text` names an engine. */
export function isBrowserName(text: string): text is BrowserName {
  return browserNames.some((name) => name === text);
}

/** Environment variable that tells child processes which engines to drive, comma-separated. */
export const browsersVariable = 'SMH_TEST_BROWSERS';

/**
 * The engines that this test process should drive: those of `SMH_TEST_BROWSERS`, else all.
 *
 * @throws {Error} when the variable holds anything else than engine names.
 */
export function requestedBrowsers(): readonly BrowserName[] {
  const text = process.env[browsersVariable];
  if (text === undefined || text === '') return browserNames;
  return text.split(',').map((name) => {
    if (!isBrowserName(name)) throw new Error(`${browsersVariable}: "${name}" is not an engine.`);
    return name;
  });
}
