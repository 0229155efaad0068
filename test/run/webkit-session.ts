import { existsSync, readFileSync } from 'node:fs';
import { findFreePort } from './free-port.js';
import { isListening, startProgram, waitUntil } from './start-program.js';

/** A virtual screen and the driver that starts MiniBrowser on it. */
export type WebKitSession = {
  /** Where WebKitWebDriver listens, on the loopback interface. */
  readonly port: number;
  /** What WebDriver is asked for. */
  readonly capabilities: WebKitCapabilities;
  close(): Promise<void>;
};

export type WebKitCapabilities = {
  browserName: 'MiniBrowser';
  'wdio:enforceWebDriverClassic': true;
  'webkitgtk:browserOptions': { binary: string; args: string[] };
};

/** X servers of people sit on the low numbers. */
const firstDisplay = 90;
const lastDisplay = 190;

/**
 * Starts Xvfb and WebKitWebDriver; both end with `close` or with this process.
 *
 * @throws {Error} with what the programs said when one does not come up.
 */
export async function startWebKit(programs: {
  readonly driver: string;
  readonly miniBrowser: string;
  readonly xvfb: string;
}): Promise<WebKitSession> {
  const screen = await startXvfb(programs.xvfb);
  try {
    const port = await findFreePort();
    const driver = startProgram(programs.driver, [`--port=${String(port)}`, '--host=127.0.0.1'], {
      DISPLAY: `:${String(screen.display)}`,
      GDK_BACKEND: 'x11',
    });
    try {
      await waitUntil(driver, () => isListening(port));
    } catch (error) {
      await driver.stop();
      throw error;
    }
    return {
      port,
      capabilities: {
        browserName: 'MiniBrowser',
        'wdio:enforceWebDriverClassic': true,
        'webkitgtk:browserOptions': { binary: programs.miniBrowser, args: ['--automation'] },
      },
      async close() {
        await driver.stop();
        await screen.stop();
      },
    };
  } catch (error) {
    await screen.stop();
    throw error;
  }
}

async function startXvfb(executable: string): Promise<{ display: number; stop(): Promise<void> }> {
  let lastError: unknown;
  for (let display = firstDisplay; display <= lastDisplay; display += 1) {
    const socket = `/tmp/.X11-unix/X${String(display)}`;
    const lock = `/tmp/.X${String(display)}-lock`;
    if (existsSync(socket) || existsSync(lock)) continue;
    const screen = startProgram(executable, [
      `:${String(display)}`,
      '-screen',
      '0',
      '1280x1024x24',
      '-nolisten',
      'tcp',
    ]);
    try {
      // The socket may be that of another run, which took the number in between: the lock names its owner.
      const isOwn = (): boolean => existsSync(socket) && readOwner(lock) === screen.process.pid;
      await waitUntil(screen, () => Promise.resolve(isOwn()));
      return { display, stop: screen.stop };
    } catch (error) {
      // Another run may have taken the number in between.
      lastError = error;
      await screen.stop();
    }
  }
  throw new Error('Xvfb did not start.', { cause: lastError });
}

/** The process that holds the lock of a display; null where none does. */
function readOwner(lock: string): number | null {
  try {
    return Number(readFileSync(lock, 'utf8'));
  } catch {
    return null;
  }
}
