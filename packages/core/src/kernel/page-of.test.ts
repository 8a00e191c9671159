import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PageRequest } from './page.ts';
import { pageOf } from './page-of.ts';

interface Card {
  readonly id: string;
  readonly suit: string;
  readonly rank: number;
}

const cards: readonly Card[] = [
  { id: 'd', suit: 'hearts', rank: 2 },
  { id: 'a', suit: 'spades', rank: 1 },
  { id: 'c', suit: 'hearts', rank: 1 },
  { id: 'b', suit: 'clubs', rank: 2 },
];

function ids(request: Partial<PageRequest<'suit' | 'rank'>>): string {
  const whole = { skip: 0, top: 10, orderBy: [], ...request };
  const orders = { suit: ({ suit }: Card) => suit, rank: ({ rank }: Card) => rank };
  return pageOf(cards, whole, orders, ({ id }) => id)
    .items.map(({ id }) => id)
    .join('');
}

test('a list without an order is in the order of its ids', () => {
  assert.equal(ids({}), 'abcd');
});

test('each order settles what those before it leave open, and the id the rest', () => {
  assert.equal(ids({ orderBy: [{ key: 'suit', descending: false }] }), 'bcda');
  assert.equal(ids({ orderBy: [{ key: 'rank', descending: true }] }), 'bdac');
  const both = [
    { key: 'rank', descending: true },
    { key: 'suit', descending: true },
  ] as const;
  assert.equal(ids({ orderBy: both }), 'dbac');
});

test('windows do not overlap, and none reaches beyond the end', () => {
  assert.equal(ids({ top: 2 }) + ids({ skip: 2, top: 2 }) + ids({ skip: 4, top: 2 }), 'abcd');
  assert.equal(ids({ top: 0 }), '');
  const page = pageOf(cards, { skip: 3, top: 9, orderBy: [] }, {}, ({ id }) => id);
  assert.deepEqual([page.items.length, page.total], [1, 4]);
});
