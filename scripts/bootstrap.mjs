/**
 * Makes a fresh clone run: installs the dependencies, sees to a Node that is new enough, builds the web app.
 * npm starts it before `start` and `test` on whatever Node the machine has, 18 or newer, so this file and all it
 * imports are plain JavaScript on Node's own modules. Where nothing has changed it does nothing.
 *
 * The dependencies bring Node 26 as `node_modules/.bin/node`, and npm puts that folder first on the PATH of its
 * scripts: whatever npm runs after this script, it runs on the Node that was brought.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { buildWeb } from './build-web.mjs';
import { installTestTools } from './install-test-tools.mjs';
import { installPackages, isInstalled } from './npm.mjs';
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

function areDependenciesInstalled() {
  return (!ownNodeIsTooOld || existsSync(broughtNode)) && isInstalled(root);
}

function installDependencies() {
  console.log('Installing dependencies; this happens once.');
  if (!installPackages(root)) stop('Installing the dependencies failed; what npm says is above.');
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
