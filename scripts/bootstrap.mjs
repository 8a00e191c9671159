/**
 * Makes a fresh clone run: installs the dependencies, sees to a Node that is new enough, builds the web app.
 * npm starts it before `start` and `test` on whatever Node the machine has, 18 or newer, so this file and all it
 * imports are plain JavaScript on Node's own modules. Where nothing has changed it does nothing.
 *
 * The dependencies bring Node 26 as `node_modules/.bin/node`, and npm puts that folder first on the PATH of its
 * scripts: whatever npm runs after this script, it runs on the Node that was brought.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';
import { buildWeb } from './build-web.mjs';
import { installTestTools } from './install-test-tools.mjs';
import { root } from './root.mjs';
import { takeTurn } from './take-turn.mjs';

/** Keep equal to `engines` in package.json. */
const nodeMajorMin = 24;

const broughtNode = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const ownNodeIsTooOld = Number.parseInt(process.versions.node, 10) < nodeMajorMin;

const endTurn = areDependenciesInstalled() ? undefined : await takeTurn();
if (!areDependenciesInstalled()) installDependencies();
endTurn?.();

const node = chooseNode();
if (process.argv.includes('--build-web')) await buildWeb(node);
if (process.argv.includes('--test-tools')) installTestTools(node);

/**
 * Compares the lock with npm's own record of what it installed, which npm writes last. A stamp of ours would know
 * less: it would not see an `npm install` by hand, nor a `npm ci` that was cut short.
 */
function areDependenciesInstalled() {
  const record = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(record) || (ownNodeIsTooOld && !existsSync(broughtNode))) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.keys(locked)
    .filter((path) => path.includes('node_modules/'))
    .every((path) => {
      const found = installed[path];
      // An optional package that is made for another machine is never installed.
      if (found === undefined) return locked[path].optional === true;
      return found.version === locked[path].version && found.integrity === locked[path].integrity;
    });
}

function installDependencies() {
  console.log('Installing dependencies; this happens once.');
  // At level "error" npm keeps quiet about packages that ask for a newer Node than the machine's own: they get it.
  const words = ['ci', '--include=dev', '--include=optional', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status } = runNpm([...words, '--loglevel=error']);
  if (status !== 0) stop('Installing the dependencies failed; what npm says is above.');
}

/**
 * Runs npm on the Node that npm itself was started with: the brought one lies inside the folder that `npm ci`
 * removes first.
 *
 * @param {string[]} words
 */
function runNpm(words) {
  const { npm_execpath: npm = '', npm_node_execpath: npmNode = process.execPath } = process.env;
  return basename(npm) === 'npm-cli.js'
    ? spawnSync(npmNode, [npm, ...words], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
}

/** The Node that npm's scripts will run on. */
function chooseNode() {
  if (existsSync(broughtNode)) {
    if (realpathSync(broughtNode) === realpathSync(process.execPath)) return process.execPath;
    const shell = process.platform === 'win32';
    if (spawnSync(broughtNode, ['--version'], { shell }).status === 0) return broughtNode;
    // A program for another C library; standing first on the PATH it would only hide the machine's own.
    rmSync(broughtNode);
  }
  if (!ownNodeIsTooOld) return process.execPath;
  return stop(
    `Countersign runs on Node ${nodeMajorMin} or newer. Its dependencies bring none that works on this machine ` +
      `(${process.platform} ${process.arch}), and the machine's own is ${process.version}. ` +
      `Install Node ${nodeMajorMin} or newer from https://nodejs.org and try again.`,
  );
}

/**
 * @param {string} reason
 * @returns {never}
 */
function stop(reason) {
  console.error(reason);
  process.exit(1);
}
