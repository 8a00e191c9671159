import { appendFileSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/**
 * The folder that one test run shares. Servers under test keep their data and logs in it, and every secret a
 * test learns is written down beside them, so that the last suite can search all of it for what must not be there.
 */
const runFolder = process.env.COUNTERSIGN_TEST_RUN ?? mkdtempSync(join(tmpdir(), 'countersign-run-'));

/** A fresh folder for one authority; everything in it is searched for secrets at the end of the run. */
export function newDataFolder(): string {
  const parent = join(runFolder, 'authorities');
  mkdirSync(parent, { recursive: true });
  return mkdtempSync(join(parent, 'authority-'));
}

/** Writes a secret down for the canary suite. Short ones would be found by chance and are no secrets of ours. */
export function rememberSecret(secret: string): string {
  if (secret.length < 12) throw new Error('a canary must be long enough never to occur by chance');
  mkdirSync(runFolder, { recursive: true });
  appendFileSync(join(runFolder, 'secrets.txt'), `${JSON.stringify(secret)}\n`);
  return secret;
}

/**
 * Keeps an error answer's body for the canary suite. A page gives what its form hid back to whoever sent it, in the same
 * field and nowhere else: that alone is left out.
 */
export function rememberErrorBody(body: string): void {
  mkdirSync(runFolder, { recursive: true });
  const searched = body.replaceAll(sentBack, '$1');
  appendFileSync(join(runFolder, 'error-bodies.txt'), `${searched}\n`);
}

const sentBack = /(<input type="hidden" name="(?:link|pending)" value=")[^"]*/g;

export { runFolder };
