import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { existsSync, readFileSync } from 'node:fs';
import { findFreePort } from './free-port.js';

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

const startTimeoutMs = 60_000;
const pollMs = 50;
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const killDelayMs = 2000;

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

type Program = {
  readonly name: string;
  readonly process: ChildProcess;
  output(): string;
  stop(): Promise<void>;
};

function startProgram(
  executable: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Program {
  const child = spawn(executable, parameters, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that the browser that a driver starts ends with it.
    detached: true,
    env: { ...process.env, ...environment },
  });
  let output = '';
  const keep = (data: Buffer): void => {
    output = (output + data.toString()).slice(-2000);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.on('error', (error) => {
    output += String(error);
  });
  const signalGroup = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // All of the group have ended.
    }
  };
  const kill = (): void => {
    signalGroup('SIGKILL');
  };
  const killAndEnd = (signal: NodeJS.Signals): void => {
    kill();
    // With the handlers gone, this ends the process as the sender wished.
    for (const name of endingSignals) process.off(name, killAndEnd);
    process.kill(process.pid, signal);
  };
  process.once('exit', kill);
  for (const name of endingSignals) process.on(name, killAndEnd);
  const ended = new Promise<void>((resolve) => {
    // Not 'close': a browser that the driver started may hold the pipes for longer.
    child.once('exit', () => {
      resolve();
    });
  });
  return {
    name: executable,
    process: child,
    output: () => output,
    async stop() {
      process.off('exit', kill);
      for (const name of endingSignals) process.off(name, killAndEnd);
      if (child.pid === undefined) return;
      if (child.exitCode !== null || child.signalCode !== null) {
        kill();
        return;
      }
      signalGroup('SIGTERM');
      const timer = setTimeout(kill, killDelayMs);
      await ended;
      clearTimeout(timer);
      kill();
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}

async function waitUntil(program: Program, isReady: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (!(await isReady())) {
    const { exitCode, signalCode, pid } = program.process;
    if (exitCode !== null || signalCode !== null || pid === undefined || Date.now() > deadline) {
      throw new Error(`${program.name} did not start: ${program.output().trim() || 'it said nothing'}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

function isListening(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
