import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installFromDebian, mayInstallFromDebian } from '../../scripts/debian-packages.mjs';
import { installPackages, isInstalled } from '../../scripts/npm.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * glewlwyd wants a database at once, and fails to install where it is given none; the one of SQLite is a file that nobody
 * starts anything on.
 */
const fromDebian = {
  '/usr/bin/glewlwyd': ['glewlwyd', 'dbconfig-sqlite3'],
  '/usr/lib/python3/dist-packages/oauth2_provider': ['python3-django-oauth-toolkit'],
  '/usr/bin/gunicorn': ['gunicorn'],
};

/**
 * Fetches what the peers are made of, where it is not here yet: npm's into this folder, from its own lock, and Debian's
 * where that may be done. What could not be had shows when each peer is asked what it misses.
 */
export function installPeers(): void {
  if (!isInstalled(here)) {
    console.log('Installing the peers that npm has; this happens once.');
    installPackages(here);
  }
  const wanted = Object.entries(fromDebian).flatMap(([file, packages]) => (existsSync(file) ? [] : packages));
  if (wanted.length > 0 && mayInstallFromDebian()) installFromDebian(wanted, 'to measure them');
}

export function findMissingPackage(name: string): string | undefined {
  return existsSync(join(here, 'node_modules', name)) ? undefined : `npm's ${name}`;
}
