import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { buildPackage } from '../run/build-package.js';

/** The package as a registry would get it. */
export type PackedPackage = {
  /** Absolute path of the tarball. */
  readonly tarball: string;
  /** Paths in it, from the package's root on. */
  readonly files: readonly string[];
  /** Takes the tarball away. */
  remove(): void;
};

/** What the build reads; none of it may be newer than what it wrote last. */
const SOURCES = [
  'src/**',
  'demo/server/**',
  'test/run/write-editor-data.ts',
  'custom-elements.json',
  'package.json',
  'vite.config.ts',
  'tsconfig*.json',
];
const WRITTEN_LAST = 'dist/web-types.json';

/** Builds the package where `dist` is missing or older than what it is made of. */
export function buildWhereStale(): void {
  const builtAt = statSync(WRITTEN_LAST, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (globSync(SOURCES).some((path) => statSync(path).mtimeMs > builtAt)) buildPackage();
}

/**
 * Packs what is in `dist`, built anew where it is missing or older than the sources.
 *
 * @throws Error when the build or npm fails
 */
export function packPackage(): PackedPackage {
  buildWhereStale();
  const folder = mkdtempSync(join(tmpdir(), 'smh-package-'));
  // Without scripts: `prepack` builds, and that is done.
  const report = npm(['pack', '--ignore-scripts', '--json', '--pack-destination', folder], '.');
  const [packed] = JSON.parse(report) as readonly [
    { readonly filename: string; readonly files: readonly { readonly path: string }[] },
  ];
  return {
    tarball: join(folder, packed.filename),
    files: packed.files.map(({ path }) => path),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** A new folder of a project that has nothing but the package and `others`, as a user installs it. */
export function installPackage(
  tarball: string,
  others: readonly string[] = [],
): { readonly folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'smh-project-'));
  // Else npm would look for a project in the folders above.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }));
  npm(['install', tarball, ...others, '--prefer-offline', '--no-audit', '--no-fund'], folder);
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

function npm(parameters: readonly string[], cwd: string): string {
  return execFileSync('npm', parameters, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}
