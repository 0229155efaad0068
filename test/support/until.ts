/** Between two looks, in ms. */
const LOOK_EVERY_MS = 30;

/** How long something may take to come about, in ms; shorter than a test may take, so that it can be said. */
const LONGEST_WAIT_MS = 240_000;

/** Resolves once it is so. @throws Error that says what did not come about */
export async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  const end = performance.now() + LONGEST_WAIT_MS;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`In vain waited for: ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
