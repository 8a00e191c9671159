import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { root } from './root.mjs';
import { takeTurn } from './take-turn.mjs';

/** All that the web app is made of; a change in any of it makes a new build. */
const sources = ['packages/web', 'packages/sdk', 'packages/api', 'tsconfig.base.json', 'package-lock.json'];
const notSources = new Set(['node_modules', 'dist']);

const dist = join(root, 'packages', 'web', 'dist');
const stamp = join(root, '.build', 'web-built-from');

/**
 * Builds the web app where its sources differ from those of the last build.
 *
 * @param {string} node the Node to build with
 */
export async function buildWeb(node) {
  if (isBuilt()) return;
  const endTurn = await takeTurn();
  if (!isBuilt()) {
    console.log('Building the web app.');
    const from = sourceDigest();
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
    const words = [vite, 'build', '--logLevel', 'warn'];
    const { status } = spawnSync(node, words, { cwd: join(root, 'packages', 'web'), stdio: 'inherit' });
    if (status !== 0) {
      console.error('Building the web app failed; the reason is above.');
      process.exit(1);
    }
    writeFileSync(stamp, from);
  }
  endTurn();
}

function isBuilt() {
  if (!existsSync(join(dist, 'index.html')) || !existsSync(stamp)) return false;
  return readFileSync(stamp, 'utf8') === sourceDigest();
}

function sourceDigest() {
  const digest = createHash('sha256');
  for (const file of sources.flatMap((source) => filesIn(source))) {
    digest
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return digest.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  if (statSync(join(root, path)).isFile()) return [path];
  return readdirSync(join(root, path))
    .filter((name) => !notSources.has(name) && !/\.test\.tsx?$/.test(name))
    .sort()
    .flatMap((name) => filesIn(`${path}/${name}`));
}
