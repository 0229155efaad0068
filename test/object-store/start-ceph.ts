import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFreePort } from '../run/free-port.js';
import { startProgram, waitUntil } from '../run/start-program.js';
import type { Program } from '../run/start-program.js';

/** A running Ceph RADOS Gateway with one user, all in memory. */
export type Ceph = {
  /** Of the gateway, on the loopback interface. */
  readonly port: number;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** What the gateway has answered so far, by its own access log. */
  answered(): readonly CephAnswer[];
  /** Ends it and removes all that it kept. */
  stop(): Promise<void>;
};

/** One line of the gateway's access log. */
export type CephAnswer = {
  readonly method: string;
  /** Path and query as they arrived. */
  readonly target: string;
  readonly status: number;
};

const run = promisify(execFile);

/** Longest wait for the cluster to answer, in seconds, as its command line tool takes it. */
const connectTimeoutSeconds = '60';

/** A signal that ends this process fires no `exit`. */
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A program that is just being killed may still write: tries with a growing delay. */
const removeTries = 5;

/** `127.0.0.1 - user [date] "PUT /bucket/key?uploadId=... HTTP/1.1" 200 ...`, as Ceph 16 writes it. */
const accessLine = /^.* beast: .*?\] "([A-Z]+) (\S+) HTTP\/[\d.]+" (\d+) /;

/**
 * Starts a monitor, one store in memory and the S3 gateway on free ports, in a temporary folder. They end
 * with `stop`, or with this process however it ends.
 *
 * @throws {Error} with what the program said that did not come up
 */
export async function startCeph(): Promise<Ceph> {
  const folder = mkdtempSync(join(tmpdir(), 'smh-ceph-'));
  const programs: Program[] = [];
  const stop = async (): Promise<void> => {
    process.off('exit', removeFolder);
    for (const signal of endingSignals) process.off(signal, removeAndEnd);
    for (const program of programs.reverse()) await program.stop();
    removeFolder();
  };
  const removeFolder = (): void => {
    rmSync(folder, { recursive: true, force: true, maxRetries: removeTries });
  };
  const removeAndEnd = (signal: NodeJS.Signals): void => {
    removeFolder();
    // With no handler left, this ends the process as the sender wished.
    process.kill(process.pid, signal);
  };
  try {
    const monPort = await findFreePort();
    const port = await findFreePort();
    const configuration = join(folder, 'ceph.conf');
    const clusterId = randomUUID();
    writeFileSync(configuration, configure(folder, clusterId, monPort, port));
    for (const name of ['mon', 'osd', 'rgw']) mkdirSync(join(folder, name));
    const call = (command: string, ...parameters: readonly string[]): Promise<{ stdout: string }> =>
      run(command, ['-c', configuration, ...parameters]);
    const start = (command: string, ...parameters: readonly string[]): Program => {
      // The kernel ends it with this process, also where that is killed.
      const guarded = ['--pdeathsig', 'KILL', command, '-c', configuration, '-f', ...parameters];
      const program = startProgram('setpriv', guarded);
      programs.push(program);
      return program;
    };

    const map = join(folder, 'monmap');
    await run('monmaptool', [
      '--create',
      '--fsid',
      clusterId,
      '--addv',
      'a',
      `[v2:127.0.0.1:${String(monPort)}]`,
      map,
    ]);
    await call('ceph-mon', '--mkfs', '-i', 'a', '--monmap', map);
    start('ceph-mon', '-i', 'a');
    const storeId = randomUUID();
    await call('ceph', '--connect-timeout', connectTimeoutSeconds, 'osd', 'new', storeId);
    await call('ceph-osd', '--mkfs', '-i', '0', '--osd-uuid', storeId);
    start('ceph-osd', '-i', '0');
    const gateway = start('radosgw', '-n', 'client.rgw.a');
    // It makes its pools first, and listens when they are there.
    await waitUntil(gateway, () => answers(port));

    // After those of the programs, which end them first.
    process.once('exit', removeFolder);
    for (const signal of endingSignals) process.once(signal, removeAndEnd);

    const accessKeyId = randomBytes(10).toString('hex');
    const secretAccessKey = randomBytes(20).toString('hex');
    await call(
      'radosgw-admin',
      ...['-n', 'client.rgw.a', 'user', 'create', '--uid=tests', '--display-name=tests'],
      ...[`--access-key=${accessKeyId}`, `--secret-key=${secretAccessKey}`],
    );
    const logFile = join(folder, 'client.rgw.a.log');
    return { port, accessKeyId, secretAccessKey, answered: () => readAnswers(logFile), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One node without a manager, without keys between its parts, with nothing on disk but its map. */
function configure(folder: string, clusterId: string, monPort: number, gatewayPort: number): string {
  return `[global]
fsid = ${clusterId}
mon initial members = a
mon host = v2:127.0.0.1:${String(monPort)}
public addr = 127.0.0.1
ms bind msgr1 = false
auth cluster required = none
auth service required = none
auth client required = none
ms mon client mode = crc
ms mon service mode = crc
ms mon cluster mode = crc
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
osd objectstore = memstore
mon allow pool size one = true
mon data = ${folder}/mon
osd data = ${folder}/osd
rgw data = ${folder}/rgw
rgw frontends = beast endpoint=127.0.0.1:${String(gatewayPort)}
run dir = ${folder}
admin socket =
pid file =
log file = ${folder}/$name.log
`;
}

async function answers(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${String(port)}/`);
    return true;
  } catch {
    return false;
  }
}

function readAnswers(logFile: string): readonly CephAnswer[] {
  return readFileSync(logFile, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, method, target, status] = accessLine.exec(line) ?? [];
      return method === undefined || target === undefined ? [] : [{ method, target, status: Number(status) }];
    });
}
