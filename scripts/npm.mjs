import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';

/**
 * Whether what a folder's lock names is installed in it. Compares the lock with npm's own record of what it installed,
 * which npm writes last. A stamp of ours would know less: it would not see an `npm install` by hand, nor an `npm ci`
 * that was cut short.
 *
 * @param {string} folder
 */
export function isInstalled(folder) {
  const record = join(folder, 'node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')).packages;
  return Object.keys(locked)
    .filter((path) => path.includes('node_modules/'))
    .every((path) => {
      const found = installed[path];
      // An optional package that is made for another machine is never installed.
      if (found === undefined) return locked[path].optional === true;
      return found.version === locked[path].version && found.integrity === locked[path].integrity;
    });
}

/**
 * Installs what a folder's lock names, and answers whether that worked. No script of a package is run.
 *
 * @param {string} folder
 */
export function installPackages(folder) {
  // At level "error" npm keeps quiet about packages that ask for a newer Node than the machine's own: they get it.
  const words = ['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
  return runNpm([...words, '--loglevel=error'], folder).status === 0;
}

/**
 * Runs npm on the Node that npm itself was started with: the brought one lies inside the folder that `npm ci`
 * removes first.
 *
 * @param {string[]} words
 * @param {string} cwd
 */
function runNpm(words, cwd) {
  const { npm_execpath: npm = '', npm_node_execpath: npmNode = process.execPath } = process.env;
  return basename(npm) === 'npm-cli.js'
    ? spawnSync(npmNode, [npm, ...words], { cwd, stdio: 'inherit' })
    : spawnSync('npm', words, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
}
