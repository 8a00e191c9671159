import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ForgedRow, RowSeal } from '@countersign/core';
import fc from 'fast-check';
import type { Content } from '../schema/sealed-columns.ts';
import { SealedRows } from './seal-row.ts';

/** A seal that shows what it was put on. */
const plain: RowSeal = {
  newestVersion: 1,
  seal: (text) => text,
  verify: (text, version, mac) => version === 1 && text === mac,
};

const text = fc.string({ unit: 'grapheme', maxLength: 5 }).filter((value) => !value.includes('\0'));
const optional = fc.option(text, { nil: null });
const role = fc.record({ id: text, key: text, name: text, permissions: text, description: optional });

test('no two different rows have the same text under the seal, in one table or in two', () => {
  const rows = new SealedRows(plain, () => undefined);
  fc.assert(
    fc.property(role, role, (one, other) => {
      const [first, second] = [rows.seal('roles', one), rows.seal('roles', other)];
      assert.equal(first.mac === second.mac, JSON.stringify(one) === JSON.stringify(other));
      const { id, key, name, permissions, description } = one;
      const moved = rows.seal('assignments', {
        id,
        role_id: key,
        holder_id: name,
        place: permissions,
        holder_kind: description,
        place_kind: null,
      });
      assert.notEqual(moved.mac, first.mac);
    }),
  );
});

test('what was sealed opens, and what differs in one column does not', () => {
  const rows = new SealedRows(plain, () => undefined);
  fc.assert(
    fc.property(
      role,
      fc.constantFrom('id', 'key', 'name', 'permissions', 'description', 'mac', 'mac_key'),
      (content, column) => {
        const row = rows.seal('roles', content);
        assert.equal(rows.open('roles', row, {}), row);
        assert.equal(
          rows.open(
            'roles',
            {
              ...row,
              [column]: column === 'mac_key' ? 2 : `${content.id}?${'x'.repeat(9)}`,
            },
            {},
          ),
          undefined,
        );
      },
    ),
  );
});

test('a row that was sealed before a column was there opens with null in it, and with nothing else', () => {
  const rows = new SealedRows(plain, () => undefined);
  const sealedBefore = JSON.stringify(['roles', 1, 'i', 'k', 'n', '[]']);
  const row = { id: 'i', key: 'k', name: 'n', permissions: '[]', mac: sealedBefore, mac_key: 1 };
  assert.ok(rows.open('roles', { ...row, description: null }, {}));
  for (const description of ['', 'null', 'a description'])
    assert.equal(rows.open('roles', { ...row, description }, {}), undefined, description);
});

test('a column that came later is under the seal as soon as it, or one behind it, holds anything', () => {
  const rows = new SealedRows(plain, () => undefined);
  const first = { id: 'i', role_id: 'r', holder_id: 'h', place: '7' };
  const row = rows.seal('assignments', { ...first, holder_kind: null, place_kind: 'project' });
  assert.ok(rows.open('assignments', row, {}));
  assert.equal(rows.open('assignments', { ...row, place_kind: null }, {}), undefined);
  assert.equal(rows.open('assignments', { ...row, holder_kind: 'project', place_kind: null }, {}), undefined);
  assert.equal(rows.open('assignments', { ...row, holder_kind: 'group' }, {}), undefined);
});

test('the version of the key is under the seal too, whatever the key ring makes of it', () => {
  const rows = new SealedRows({ ...plain, verify: (sealed, _, mac) => sealed === mac }, () => undefined);
  const row = rows.seal('roles', { id: 'i', key: 'k', name: 'n', permissions: '[]', description: null });
  assert.equal(rows.open('roles', row, {}), row);
  assert.equal(rows.open('roles', { ...row, mac_key: 2 }, {}), undefined);
});

test('a forged row is reported once, and memory of reports is bounded', () => {
  const reports: ForgedRow[] = [];
  const rows = new SealedRows(plain, (row) => reports.push(row));
  const forged = (id: string) => ({
    id,
    key: 'k',
    name: 'n',
    permissions: '[]',
    description: null,
    mac: 'forged',
    mac_key: 1,
  });
  for (let i = 0; i < 3; i++) rows.open('roles', forged('first'), {});
  assert.deepEqual(reports, [{ table: 'roles', id: 'first' }]);
  for (let i = 0; i < 10_000; i++) rows.open('roles', forged(`other ${i}`), {});
  assert.equal(reports.length, 10_001);
  rows.open('roles', forged('other 9999'), {});
  assert.equal(reports.length, 10_001);
  rows.open('roles', forged('first'), {});
  assert.equal(reports.length, 10_002);
});

/** A row of a role as one list in JSON, as an engine would bring it over. */
function listOf({ id, key, name, permissions, description }: Content<'roles'>, keyVersion = 1): string {
  return JSON.stringify([keyVersion, id, key, name, permissions, description]);
}

/** The same list in letters of its own: every character by its number. */
function otherLetters(list: string): string {
  const spell = (text: string) =>
    text.replaceAll(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const values = (JSON.parse(list) as unknown[]).map((value) =>
    typeof value === 'string' ? `"${spell(value)}"` : JSON.stringify(value),
  );
  return `[${values.join(', ')}]`;
}

test('a row that comes as one list opens as it would by its columns, in whatever letters it is written', () => {
  const forged: ForgedRow[] = [];
  const rows = new SealedRows(plain, (row) => forged.push(row));
  fc.assert(
    fc.property(role, (content) => {
      const row = rows.seal('roles', content);
      for (const list of [listOf(content), otherLetters(listOf(content))])
        assert.deepEqual(rows.openList('roles', list, row.mac, {}), row);
    }),
  );
  assert.deepEqual(forged, []);
});

test('a list that differs in one column, in its table or in its key does not open, and is reported', () => {
  fc.assert(
    fc.property(
      role,
      fc.constantFrom('id', 'key', 'name', 'permissions', 'description'),
      (content, column) => {
        const forged: ForgedRow[] = [];
        const rows = new SealedRows(plain, (row) => forged.push(row));
        const { mac } = rows.seal('roles', content);
        const edited = { ...content, [column]: `${content.id}?${'x'.repeat(9)}` };
        for (const list of [listOf(edited), otherLetters(listOf(edited)), listOf(content, 2)])
          assert.equal(rows.openList('roles', list, mac, {}), undefined);
        assert.equal(rows.openList('roles', listOf(content), `${mac}x`, {}), undefined);
        assert.equal(rows.openList('assignments', listOf(content), mac, {}), undefined);
        assert.ok(forged.length > 0);
      },
    ),
  );
});

test('a list with null in columns that came later opens under a seal from before them, and with nothing else', () => {
  const rows = new SealedRows(plain, () => undefined);
  const early = ['1', 'Ann', 'ann', null, 'desc', 0, 0, 1_000];
  const mac = JSON.stringify(['user_groups', 1, ...early]);
  const late = (value: number | null) => JSON.stringify([1, ...early, value]);
  assert.equal(rows.openList('user_groups', late(null), mac, {})?.two_factor_required_from, null);
  assert.equal(rows.openList('user_groups', late(5), mac, {}), undefined);
  assert.equal(rows.openList('user_groups', late(null), mac.replace(/]$/, ',null]'), {}), undefined);
});

const aRole = { id: 'i', key: 'k', name: 'n', permissions: '[]', description: null };

test('a genuine row that is not the one that was asked for counts as absent, and is reported', () => {
  const forged: ForgedRow[] = [];
  const rows = new SealedRows(plain, (row) => forged.push(row));
  const row = rows.seal('roles', aRole);
  for (const asked of [{ id: 'i' }, { key: 'k', description: null }, { id: new Set(['h', 'i']) }, {}]) {
    assert.equal(rows.open('roles', row, asked), row);
    assert.deepEqual(rows.openList('roles', listOf(aRole), row.mac, asked), row);
    assert.deepEqual(rows.openAll('roles', [row], asked), [row]);
  }
  assert.deepEqual(forged, []);
  for (const asked of [{ id: 'j' }, { id: 'i', key: 'l' }, { description: '' }, { id: new Set(['h']) }]) {
    assert.equal(rows.open('roles', row, asked), undefined);
    assert.equal(rows.openList('roles', listOf(aRole), row.mac, asked), undefined);
    assert.deepEqual(rows.openAll('roles', [row], asked), []);
  }
  assert.deepEqual(forged, [{ table: 'roles', id: 'i' }]);
});

test('a value that JSON would write as another one does not open in its place', () => {
  const rows = new SealedRows(plain, () => undefined);
  const row = rows.seal('roles', aRole);
  for (const description of [Number.POSITIVE_INFINITY, Number.NaN, undefined])
    assert.equal(rows.open('roles', { ...row, description } as never, {}), undefined, String(description));
  assert.equal(rows.openList('roles', listOf(aRole).replace('null', '9.0e+999'), row.mac, {}), undefined);
});

test('what is no MAC at all counts as a forged one', () => {
  const seal = { ...plain, verify: (_: string, __: number, mac: string) => mac.startsWith('["roles"') };
  const rows = new SealedRows(seal, () => undefined);
  const row = rows.seal('roles', aRole);
  for (const mac of [null, 7, undefined, new Uint8Array(32)])
    assert.equal(rows.open('roles', { ...row, mac } as never, {}), undefined);
});
