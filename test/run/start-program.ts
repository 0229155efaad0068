import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { connect } from 'node:net';

const startTimeoutMs = 60_000;
const pollMs = 50;
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const killDelayMs = 2000;

/** A program that was started. */
export type Program = {
  readonly name: string;
  readonly process: ChildProcess;
  /** The last of what it said. */
  output(): string;
  /** Ends it and all that it started. */
  stop(): Promise<void>;
};

/** Starts a program that ends with `stop` or with this process. */
export function startProgram(
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

/** @throws {Error} with what the program said when it ends or time is up before it is ready */
export async function waitUntil(program: Program, isReady: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  while (!(await isReady())) {
    const { exitCode, signalCode, pid } = program.process;
    if (exitCode !== null || signalCode !== null || pid === undefined || Date.now() > deadline) {
      throw new Error(`${program.name} did not start: ${program.output().trim() || 'it said nothing'}`);
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

/** Whether somebody listens on a port of the loopback interface. */
export function isListening(port: number): Promise<boolean> {
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
