import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { nothingSelected, type Selection, type SelectionAct, select } from './selection.ts';

const ids = ['a', 'b', 'c', 'd'];
const down = { kind: 'extend', ids, step: 1 } as const;
const up = { kind: 'extend', ids, step: -1 } as const;
const after = (...acts: SelectionAct[]): Selection => acts.reduce(select, nothingSelected);
const chosen = ({ selected }: Selection) => [...selected].sort().join('');

test('moving begins at the near end and stops at the far one', () => {
  const move = (step: 1 | -1) => ({ kind: 'move', ids, step }) as const;
  assert.equal(after(move(1)).activeId, 'a');
  assert.equal(after(move(-1)).activeId, 'd');
  assert.equal(after(move(1), move(-1)).activeId, 'a');
  assert.equal(after({ kind: 'activate', id: 'd' }, move(1)).activeId, 'd');
});

test('moving on from a row that is gone begins anew', () => {
  const gone = after({ kind: 'activate', id: 'z' });
  assert.equal(select(gone, { kind: 'move', ids, step: 1 }).activeId, 'a');
});

test('extending selects from where it began to where it has come', () => {
  assert.equal(chosen(after({ kind: 'activate', id: 'b' }, down, down)), 'bcd');
  assert.equal(chosen(after({ kind: 'activate', id: 'b' }, down, down, up)), 'bc');
  assert.equal(chosen(after({ kind: 'activate', id: 'b' }, down, up, up)), 'ab');
});

test('extending keeps what was selected before', () => {
  const before = { kind: 'set', ids: ['d'], selected: true } as const;
  assert.equal(chosen(after(before, { kind: 'activate', id: 'a' }, down)), 'abd');
});

test('extending without an active row begins with the first', () => {
  assert.equal(chosen(after(down)), 'a');
});

test('the row that has the focus does not end an extension by gaining it', () => {
  assert.equal(
    chosen(after({ kind: 'activate', id: 'a' }, down, { kind: 'activate', id: 'b' }, down)),
    'abc',
  );
});

test('clearing keeps the place', () => {
  const cleared = after({ kind: 'activate', id: 'b' }, { kind: 'toggle-active' }, { kind: 'clear' });
  assert.equal(chosen(cleared), '');
  assert.equal(cleared.activeId, 'b');
});

test('toggling twice changes nothing, whatever came before', () => {
  const step = fc.constantFrom(1, -1) as fc.Arbitrary<1 | -1>;
  const act: fc.Arbitrary<SelectionAct> = fc.oneof(
    fc.record({ kind: fc.constantFrom('move' as const, 'extend' as const), ids: fc.constant(ids), step }),
    fc.record({ kind: fc.constant('activate' as const), id: fc.constantFrom(...ids) }),
    fc.record({ kind: fc.constant('set' as const), ids: fc.subarray(ids), selected: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(act), (acts) => {
      const state = after(...acts);
      const twice = [{ kind: 'toggle-active' }, { kind: 'toggle-active' }] as const;
      assert.equal(chosen(twice.reduce<Selection>(select, state)), chosen(state));
    }),
  );
});
