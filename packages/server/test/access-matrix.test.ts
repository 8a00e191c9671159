import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { type Endpoint, endpoints } from '@countersign/api';
import type { Answer } from '../../../test/harness/rest-client.ts';
import { assemble, type Cast, type MatrixCaller } from './access-matrix/callers.ts';
import type { MatrixRow } from './access-matrix/row.ts';
import { askAs, matrixRows } from './access-matrix/rows.ts';
import { openAuthority } from './harness/open-authority.ts';
import { registrationOn } from './harness/register-application.ts';
import { aroundState } from './harness/rows.ts';

const golden = new URL('access-matrix.golden.txt', import.meta.url);
const table: readonly Endpoint[] = endpoints;
const house = await openAuthority({ env: registrationOn });

/** What one caller was answered about one object. */
interface Cell {
  readonly row: MatrixRow;
  readonly caller: MatrixCaller;
  readonly status: number;
  /** The body without the id of the request; it may not tell what the status keeps secret. */
  readonly body: string;
  readonly isActive: boolean;
  /** Though it was refused. */
  readonly hasChanged: boolean;
}

describe('who may reach what', () => {
  let cast: Cast;
  let rows: readonly MatrixRow[];
  const cells: Cell[] = [];

  before(async () => {
    cast = await assemble(house);
    rows = matrixRows(house, cast);
    for (const row of rows) for (const caller of cast.callers) cells.push(await fill(row, caller));
  });

  test('every endpoint has its rows', () => {
    const rowed = new Set(rows.map(({ endpoint }) => endpoint));
    assert.deepEqual(
      table.map(({ id }) => id).filter((id) => !rowed.has(id as never)),
      [],
    );
    assert.equal(cells.length, rows.length * cast.callers.length);
  });

  // After a wanted change: UPDATE_GOLDEN=1 node --test packages/server/test/access-matrix.test.ts
  test('the answers are those of the golden matrix', () => {
    const text = print(rows, cast.callers, cells);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(golden, text);
    assert.equal(text, readFileSync(golden, 'utf8'));
  });

  test('every answer is one that the table of endpoints announces', () => {
    const strange = cells.filter(({ row, status }) => !endpointOf(row).statuses.includes(status));
    assert.deepEqual(strange.map(describeCell), []);
  });

  test('no credential, and one that has ended, are answered 401 wherever somebody is needed', () => {
    const taken = cells.filter(
      ({ row, caller, status }) =>
        ['user', 'bearer'].includes(endpointOf(row).authentication) &&
        row.endpoint !== 'forwardAuth.check' &&
        !caller.isSomebody &&
        status !== (caller.name === 'a malformed credential' ? 400 : 401) &&
        !isGuestForNobody(row, caller),
    );
    assert.deepEqual(taken.map(describeCell), []);
  });

  test('a door opens to a token with the service in its scope, and to who is there by session or application password', () => {
    const opened = cells.filter(({ row, status }) => row.endpoint === 'forwardAuth.check' && status === 200);
    assert.deepEqual(
      opened.map(({ row, caller }) => `${caller.name} → ${row.object}`),
      [
        "the owner's session → the authority's door",
        "the owner's token → the authority's door",
        "the owner's application password → the authority's door",
        "the owner's access token → the authority's door",
        "another user's session → the authority's door",
        "an administrator's session → the authority's door",
        "an administrator's token → the authority's door",
        "a bot's token, made by an administrator → the authority's door",
        "the owner's session → the shared service's door",
        "the owner's application password → the shared service's door",
        "another user's session → the shared service's door",
        "an administrator's session → the shared service's door",
        "an administrator's token for another service → the shared service's door",
      ],
    );
  });

  test('only a service that proves who it is may introspect, and it learns of its own tokens alone', () => {
    const answered = cells.filter(
      ({ row, status }) => row.endpoint === 'introspection.introspect' && status === 200,
    );
    assert.deepEqual(
      answered.map(({ row, caller, isActive }) => [caller.name, row.object, isActive]),
      [
        ['a service with its id and secret', 'a token for the asking service', true],
        ['a service with its id and secret', 'a token for another', false],
        ['a service with its id and secret', 'absent', false],
      ],
    );
  });

  test('what is refused changes nothing', () => {
    const changed = cells.filter(({ hasChanged }) => hasChanged);
    assert.deepEqual(changed.map(describeCell), []);
  });

  test('who is refused an object cannot tell it from one that does not exist', () => {
    const told = cells.filter((cell) => {
      // Rules about a field that the caller may set, and doors, whose names are no secret.
      if (cell.status <= 400 || cell.row.endpoint === 'forwardAuth.check') return false;
      // That something stands in the way is said to who may do it, and so may see it; Global is no secret.
      if (cell.status === 409 || cell.row.object === 'Global') return false;
      // Of nobody but the caller is it ever said that they have no second factor.
      const isForOneself = cell.row.endpoint === 'applicationPasswords.create';
      if (isForOneself && cell.body.includes('"second_factor_required"')) return false;
      const absent = absentTwinOf(cell, cells);
      return absent !== undefined && (absent.status !== cell.status || absent.body !== cell.body);
    });
    assert.deepEqual(told.map(describeCell), []);
  });

  async function fill(row: MatrixRow, caller: MatrixCaller): Promise<Cell> {
    const prepared = await row.prepare();
    const send = () => askAs(house.url, row, prepared, caller.credential);
    const isRefused = ({ status }: Answer) => status >= 400;
    const { value: answer, before, after } = await aroundState(house.databaseFile, send, isRefused);
    const hasChanged = isRefused(answer) && JSON.stringify(before) !== JSON.stringify(after);
    return {
      row,
      caller,
      status: answer.status,
      body: answer.text.replace(/"request_id":"\w+"/, ''),
      isActive: answer.text.startsWith('{"active":true'),
      hasChanged,
    };
  }
});

function endpointOf({ endpoint }: MatrixRow): Endpoint {
  const found = table.find(({ id }) => id === endpoint);
  assert.ok(found, endpoint);
  return found;
}

/** The guest is public: who presents nothing, or a session that has ended, reads it as nobody. */
function isGuestForNobody({ endpoint, object }: MatrixRow, { credential }: MatrixCaller): boolean {
  const presents = credential.token ?? credential.headers?.authorization;
  return endpoint === 'users.get' && object === 'guest' && presents === undefined;
}

/** The cell of the same caller about an object of the same endpoint that does not exist. */
function absentTwinOf({ row, caller }: Cell, cells: readonly Cell[]): Cell | undefined {
  const owner = /^(me|the owner|a third person), /.exec(row.object)?.[0];
  return cells.find(
    (other) =>
      other.caller === caller &&
      other.row.endpoint === row.endpoint &&
      (owner === undefined
        ? other.row.object === 'absent' || other.row.object === 'absent user'
        : other.row.object === `${owner}absent`),
  );
}

function describeCell({ row, caller, status }: Cell): string {
  return `${caller.name} → ${row.endpoint} ${row.object}: ${status}`;
}

function print(rows: readonly MatrixRow[], callers: readonly MatrixCaller[], cells: readonly Cell[]): string {
  const titles = rows.map((row) => {
    const { method, path } = endpointOf(row);
    return `${method.padEnd(6)} ${path}${row.object === '' ? '' : ` (${row.object})`}`;
  });
  const width = Math.max(...titles.map((title) => title.length));
  const legend = callers.map(({ name }, index) => `${String(index + 1).padStart(2)} ${name}`);
  const head = `${' '.repeat(width)}${callers.map((_, index) => String(index + 1).padStart(5)).join('')}`;
  const lines = rows.map((row, index) => {
    const answers = callers.map((caller) => {
      const cell = cells.find((one) => one.row === row && one.caller === caller);
      return `${cell?.status ?? '?'}${cell?.isActive === true ? '+' : ' '}`.padStart(6);
    });
    return `${(titles[index] ?? '').padEnd(width)}${answers.join('').trimEnd()}`;
  });
  return `${legend.join('\n')}\n\n+ the token is active\n\n${head}\n${lines.join('\n')}\n`;
}
