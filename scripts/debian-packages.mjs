import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';

/** Other systems that have apt-get either lack the packages we want or put something else behind their names. */
export function mayInstallFromDebian() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return false;
  return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/**
 * Installs packages and says aloud what for.
 *
 * @param {string[]} packages
 * @param {string} purpose
 */
export function installFromDebian(packages, purpose) {
  console.log(`Installing Debian's ${packages.join(' and ')} ${purpose}.`);
  // A package that holds a server would start it; we want the program alone.
  const policy = '/usr/sbin/policy-rc.d';
  const isPolicyOurs = !existsSync(policy);
  if (isPolicyOurs) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    aptGet(['update', '-qq']);
    aptGet(['install', '-qq', '--yes', '--no-install-recommends', ...packages]);
  } finally {
    if (isPolicyOurs) rmSync(policy);
  }
}

/** @param {string[]} words */
function aptGet(words) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', words, { env, stdio: ['ignore', 'ignore', 'inherit'] });
}
