import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { test } from 'node:test';
import { registerService } from '../../../test/harness/rest-client.ts';
import { openAuthority } from './harness/open-authority.ts';
import { assembleCredentials } from './transport-matrix/credentials.ts';
import { entries } from './transport-matrix/entries.ts';
import { transports } from './transport-matrix/transports.ts';

/**
 * Every kind of credential, in every way in which one could be sent, at every entry that asks for one, as one table.
 * A credential means the same at every entry, or it is not taken there at all: whichever way it came. A dash is a
 * request that is no question there, and is refused as such. A difference is seen here before it is merged.
 */
const golden = new URL('./transport-matrix.golden.txt', import.meta.url);

const house = await openAuthority();
const wiki = await registerService(house.url, house.cookie, 'wiki');
const cast = await assembleCredentials(house, wiki);

interface Cell {
  readonly entry: string;
  readonly credential: string;
  readonly transport: string;
  readonly answer: string;
}

async function askAll(): Promise<readonly Cell[]> {
  const cells: Cell[] = [];
  for (const entry of entries)
    for (const credential of cast)
      for (const transport of transports) {
        const answer = await entry.present(house, wiki, transport.carry(credential));
        cells.push({ entry: entry.name, credential: credential.name, transport: transport.name, answer });
      }
  return cells;
}

const cells = await askAll();

test('the decision about every kind of credential is that of the golden table, however it is sent', () => {
  const table = print(cells);
  if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, table);
  assert.equal(table, readFileSync(golden, 'utf8'));
});

test('whatever is taken at one door is taken at all of them, and nothing else is', () => {
  const takenAt = (door: string) =>
    cells
      .filter(({ entry, answer }) => entry === door && answer === 'yes')
      .map(({ credential, transport }) => `${credential}, ${transport}`);
  const [first = '', ...others] = entries.filter(({ isDoor }) => isDoor).map(({ name }) => name);
  assert.ok(takenAt(first).length > 0);
  for (const other of others) assert.deepEqual(takenAt(other), takenAt(first), other);
});

test('a credential is good in the Authorization header alone, and a session in its cookie alone', () => {
  const proper: readonly string[] = [
    'Bearer',
    'Basic, as the password',
    'Basic, as both',
    'session cookie',
    'form field token',
  ];
  const stray = cells.filter(({ answer, transport }) => answer === 'yes' && !proper.includes(transport));
  assert.deepEqual(stray, []);
});

test('what has ended is taken nowhere and in no way', () => {
  const dead = new Set(cast.filter(({ isGood }) => !isGood).map(({ name }) => name));
  assert.ok(dead.size > 0);
  assert.deepEqual(
    cells.filter(({ credential, answer }) => dead.has(credential) && answer === 'yes'),
    [],
  );
});

test('a password opens nothing but the sign-in page', () => {
  const taken = cells.filter(
    ({ credential, answer }) => credential.startsWith('password') && answer === 'yes',
  );
  assert.deepEqual(taken, []);
});

function print(all: readonly Cell[]): string {
  const names = (list: readonly { readonly name: string }[]) =>
    Math.max(...list.map(({ name }) => name.length));
  const [wide, column] = [names(cast), transports.map(({ name }) => name.length)];
  const lines = entries.flatMap(({ name: entry }) => [
    `${entry}\n`,
    `${[''.padEnd(wide), ...transports.map(({ name }) => name)].join('  ').trimEnd()}\n`,
    ...cast.map(({ name: credential }) => {
      const row = all.filter((cell) => cell.entry === entry && cell.credential === credential);
      const answers = row.map(({ answer }, index) => answer.padEnd(column[index] ?? 0));
      return `${[credential.padEnd(wide), ...answers].join('  ').trimEnd()}\n`;
    }),
    '\n',
  ]);
  return lines.join('').trimEnd().concat('\n');
}
