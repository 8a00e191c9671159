import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './root.mjs';

/**
 * Waits until no other run of the bootstrap is changing this clone, and holds the others off until the function
 * it answers is called or the process ends. `npm start` beside `npm test` in a fresh clone would otherwise install
 * into one folder at once.
 */
export async function takeTurn() {
  const folder = join(root, '.build');
  const lock = join(folder, 'bootstrap.lock');
  const mine = join(folder, `bootstrap.${process.pid}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(mine, String(process.pid));
  for (let waits = 0; !isLinked(mine, lock); waits += 1) {
    if (waits === 0) console.log('Waiting for another run that is preparing this clone.');
    if (!isHolderAlive(lock)) rmSync(lock, { force: true });
    else await pause(200);
  }
  rmSync(mine);
  const end = () => rmSync(lock, { force: true });
  process.once('exit', end);
  return () => {
    process.off('exit', end);
    end();
  };
}

/**
 * A hard link appears whole or not at all, so nobody ever reads a lock without its holder.
 *
 * @param {string} from
 * @param {string} to
 */
function isLinked(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** @param {string} lock */
function isHolderAlive(lock) {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (error) {
    // Gone together with its holder, or held by somebody else's process.
    return hasCode(error, 'EPERM');
  }
}

/**
 * @param {unknown} error
 * @param {string} code
 */
function hasCode(error, code) {
  return error instanceof Error && 'code' in error && error.code === code;
}
