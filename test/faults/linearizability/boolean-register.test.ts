import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { findUnexplained, type Operation } from './boolean-register.ts';

type Kind = 'sees good' | 'sees ended' | 'gives' | 'ends';

function operation(kind: Kind, invokedAt: number, respondedAt: number): Operation {
  return {
    kind: kind.startsWith('sees') ? 'read' : 'write',
    isGood: kind === 'sees good' || kind === 'gives',
    invokedAt,
    respondedAt,
  };
}

type Line = readonly [kind: Kind, invokedAt: number, respondedAt: number];
const history = (lines: readonly Line[]) => lines.map((line) => operation(...line));

/** An answer that never came. */
const never = Number.POSITIVE_INFINITY;

const impossible: Readonly<Record<string, readonly Line[]>> = {
  'accepted after the acknowledgement': [
    ['ends', 1, 2],
    ['sees good', 3, 4],
  ],
  'accepted after the acknowledgement, asked before others were refused': [
    ['sees good', 0, 1],
    ['ends', 2, 4],
    ['sees ended', 3, 5],
    ['sees good', 4.5, 9],
  ],
  'accepted after somebody was refused, while the end is under way': [
    ['ends', 1, 10],
    ['sees ended', 2, 3],
    ['sees good', 4, 5],
  ],
  'accepted after somebody was refused, though the end was never answered': [
    ['ends', 1, never],
    ['sees ended', 2, 3],
    ['sees good', 4, 5],
  ],
  'refused before anybody ended it': [
    ['sees ended', 0, 1],
    ['ends', 2, 3],
  ],
  'refused with no end at all': [['sees ended', 0, 1]],
  'refused after it was given again': [
    ['ends', 1, 2],
    ['gives', 3, 4],
    ['sees ended', 5, 6],
  ],
  'ended, given and good, and the old end seen again': [
    ['ends', 1, 2],
    ['gives', 3, 8],
    ['sees good', 4, 5],
    ['sees ended', 6, 7],
  ],
  'seen to go back twice by one end that was never answered': [
    ['ends', 1, never],
    ['sees ended', 2, 3],
    ['gives', 4, 5],
    ['sees ended', 6, 7],
  ],
  'good between two ends, with nobody who gave it': [
    ['ends', 1, 2],
    ['ends', 3, 6],
    ['sees good', 4, 5],
  ],
};

const possible: Readonly<Record<string, readonly Line[]>> = {
  'nothing happened': [],
  'good before, ended after': [
    ['sees good', 0, 1],
    ['ends', 2, 3],
    ['sees ended', 4, 5],
  ],
  'either, while the end is under way': [
    ['ends', 1, 10],
    ['sees good', 2, 3],
    ['sees ended', 4, 5],
    ['sees ended', 6, 7],
  ],
  'good, asked before the acknowledgement and answered after it': [
    ['ends', 1, 4],
    ['sees good', 3, 6],
  ],
  'two that overlap see it in the order of their moments, not of their answers': [
    ['ends', 1, 10],
    ['sees ended', 2, 9],
    ['sees good', 3, 8],
  ],
  'an end that was never answered took effect late': [
    ['ends', 1, never],
    ['sees good', 5, 6],
    ['sees ended', 100, 101],
  ],
  'an end that was never answered took none': [
    ['ends', 1, never],
    ['sees good', 100, 101],
  ],
  'an end that was never answered came after it was given again': [
    ['ends', 1, never],
    ['sees good', 2, 3],
    ['gives', 4, 5],
    ['sees good', 6, 7],
    ['sees ended', 8, 9],
  ],
  'ended and given at once, in either order': [
    ['ends', 1, 10],
    ['gives', 1, 10],
    ['sees ended', 2, 3],
    ['sees good', 11, 12],
  ],
  'an answer and a question at the same moment may have overlapped': [
    ['ends', 1, 2],
    ['sees good', 2, 3],
  ],
};

/** The same question, asked the slow way: whether one of all orders fits. */
function hasOrder(left: readonly Operation[], isGood: boolean): boolean {
  // What was never answered need not have happened.
  if (left.every(({ respondedAt }) => respondedAt === never)) return true;
  const firstAnswer = Math.min(...left.map(({ respondedAt }) => respondedAt));
  return left.some((one) => {
    if (one.invokedAt > firstAnswer) return false;
    if (one.kind === 'read' && one.isGood !== isGood) return false;
    return hasOrder(
      left.filter((other) => other !== one),
      one.isGood,
    );
  });
}

const anyOperation = fc
  .tuple(fc.constantFrom<Kind>('sees good', 'sees ended', 'gives', 'ends'), fc.nat(12), fc.nat(6), fc.nat(9))
  .map(([kind, at, lasts, luck]) => {
    const isLost = luck === 0 && (kind === 'gives' || kind === 'ends');
    return operation(kind, at, isLost ? never : at + lasts);
  });

describe('a history of one register', () => {
  for (const [what, lines] of Object.entries(impossible))
    test(`fits no order: ${what}`, () => {
      assert.notEqual(findUnexplained(history(lines), true), undefined);
    });

  for (const [what, lines] of Object.entries(possible))
    test(`fits an order: ${what}`, () => {
      assert.equal(findUnexplained(history(lines), true), undefined);
    });

  test('begins with what the register is', () => {
    const given = history([['gives', 1, 2]]);
    assert.equal(findUnexplained([operation('sees ended', 0, 1), ...given], false), undefined);
    const early = operation('sees good', 0, 0.5);
    assert.equal(findUnexplained([early, ...given], false), early);
  });

  test('is judged in whatever order it was written down, and the answer that does not fit is named', () => {
    const late = operation('sees good', 5, 6);
    const told = [late, ...history([['sees ended', 7, 8]]), ...history([['ends', 1, 2]])];
    assert.equal(findUnexplained(told, true), late);
  });

  test('is judged as by trying all orders, in 20,000 histories', () => {
    const seen = { fits: 0, fitsNot: 0 };
    fc.assert(
      fc.property(fc.array(anyOperation, { maxLength: 7 }), fc.boolean(), (operations, isGood) => {
        const fits = hasOrder(operations, isGood);
        seen[fits ? 'fits' : 'fitsNot'] += 1;
        assert.equal(findUnexplained(operations, isGood) === undefined, fits);
      }),
      { numRuns: 20_000 },
    );
    assert.ok(seen.fits > 2_000 && seen.fitsNot > 2_000, JSON.stringify(seen));
  });

  test('with more at once than can be told apart is refused, not waved through', () => {
    const crowd = Array.from({ length: 30 }, () => operation('sees good', 0, 1));
    assert.throws(() => findUnexplained(crowd, true), RangeError);
  });
});
