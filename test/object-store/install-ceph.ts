import { findCommand } from '../run/find-browsers.js';
import { installCommand, installDebianPackages } from '../run/install-debian-packages.js';

/** Programs of a small Ceph cluster with its S3 gateway, and the Debian packages that hold them. */
const packageOf: Readonly<Record<string, string>> = {
  'ceph-mon': 'ceph-mon',
  'ceph-osd': 'ceph-osd',
  radosgw: 'radosgw',
  // Brought along by those above.
  ceph: 'ceph-common',
  monmaptool: 'ceph-common',
  'radosgw-admin': 'ceph-common',
};

/**
 * Makes sure that Ceph is here; installs Debian's packages where it is not and the machine lets us.
 *
 * @throws {Error} that names what is missing and the command that gets it
 */
export function findOrInstallCeph(): void {
  const packages = missingPackages();
  if (packages.length === 0) return;
  console.log(`Installing what the object store tests need: ${packages.join(' ')}`);
  const problem = installDebianPackages(packages);
  const stillMissing = missingPackages();
  if (stillMissing.length === 0) return;
  throw new Error(
    [
      `The object store tests need Ceph; missing are the Debian packages ${stillMissing.join(' ')}.`,
      problem ?? 'apt-get ended well, yet their programs were not found.',
      'Get them with:',
      `  ${installCommand(stillMissing)}`,
      'Or narrow the run on purpose: npm test -- --files test/e2e',
    ].join('\n'),
  );
}

function missingPackages(): readonly string[] {
  const missing = Object.entries(packageOf).filter(([program]) => findCommand([program]) === undefined);
  return [...new Set(missing.map(([, name]) => name))];
}
