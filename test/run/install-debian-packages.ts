import { spawnSync } from 'node:child_process';

/** Ten minutes: the browsers' packages with what they depend on are about 300 MB. */
const installTimeoutMs = 600_000;

/**
 * Installs packages by `apt-get`, its output shown, where the machine lets us do so without a question.
 *
 * @returns what went wrong, for a person; undefined where nothing did
 */
export function installDebianPackages(packages: readonly string[]): string | undefined {
  const prefix = administratorPrefix();
  if (prefix === undefined) return 'They can not be installed from here.';
  return (
    run([...prefix, 'apt-get', 'update']) ??
    run([
      ...prefix,
      'env',
      'DEBIAN_FRONTEND=noninteractive',
      'apt-get',
      'install',
      '--yes',
      '--no-install-recommends',
      ...packages,
    ])
  );
}

/** The command by which a person gets them. */
export function installCommand(packages: readonly string[]): string {
  return `sudo apt-get update && sudo apt-get install --no-install-recommends ${packages.join(' ')}`;
}

/** How to become root without a question; undefined where that is not possible. */
function administratorPrefix(): readonly string[] | undefined {
  if (!succeeds('apt-get', ['--version'])) return undefined;
  if (process.getuid?.() === 0) return [];
  return succeeds('sudo', ['-n', 'true']) ? ['sudo', '-n'] : undefined;
}

function succeeds(command: string, parameters: readonly string[]): boolean {
  return spawnSync(command, parameters, { stdio: 'ignore' }).status === 0;
}

/** Runs a command with its output shown; answers what went wrong, if anything. */
function run(command: readonly string[]): string | undefined {
  const [program = '', ...parameters] = command;
  const { status, error } = spawnSync(program, parameters, {
    stdio: ['ignore', 'inherit', 'inherit'],
    timeout: installTimeoutMs,
  });
  if (status === 0) return undefined;
  return `"${command.join(' ')}" failed (${error?.message ?? `exit code ${String(status)}`}).`;
}
