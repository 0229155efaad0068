import { ProtocolError } from 'puppeteer-core';
import type { BrowserContext, Page } from 'puppeteer-core';

/**
 * A page of Firefox for the test runner, which sets a viewport before each test file.
 *
 * Puppeteer sets the screen's orientation along with it, and older ones, such as Firefox ESR 140, don't
 * know that command. The size itself is set all the same.
 */
export async function openFirefoxPage({ context }: { readonly context: BrowserContext }): Promise<Page> {
  const page = await context.newPage();
  const setViewport = page.setViewport.bind(page);
  page.setViewport = async (viewport) => {
    try {
      await setViewport(viewport);
    } catch (error) {
      if (!isUnknownCommand(error)) throw error;
    }
  };
  return page;
}

function isUnknownCommand(error: unknown): boolean {
  return error instanceof ProtocolError && error.message.includes('unknown command');
}
