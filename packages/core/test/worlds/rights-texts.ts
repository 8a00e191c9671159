import assert from 'node:assert/strict';
import { fromPairs, type PermissionSet } from '../../src/access/permission-set.ts';
import type { PermissionKey, PlaceId } from '../../src/kernel/id.ts';
import type { Refusal } from '../../src/refusal.ts';
import { lacks } from '../reference-model/rights.ts';
import type { Rights } from '../reference-model/world.ts';

/** The product's sets in the words of the model, and back. Most sets are looked at again and again. */
const known = new WeakMap<PermissionSet, Rights>();

export function textsOf(set: PermissionSet): Rights {
  const before = known.get(set);
  if (before !== undefined) return before;
  const texts = new Set<string>();
  for (const [place, keys] of set) for (const key of keys) texts.add(`${key}@${place}`);
  known.set(set, texts);
  return texts;
}

export function permissionSetOf(rights: Rights): PermissionSet {
  const pairs = [...rights].map((one) => one.split('@') as [string, string]);
  return fromPairs(pairs.map(([key, place]) => [key as PermissionKey, place as PlaceId]));
}

export function missingOf(refusal: Refusal & { kind: 'forbidden' }): Rights {
  return new Set(refusal.missing.map(({ permission, place }) => `${permission}@${place}`));
}

/** Whether both cover the same. */
export function assertSame(product: Rights, model: Rights, what: string): void {
  const [less, more] = [lacks(product, model), lacks(model, product)];
  if (less.size === 0 && more.size === 0) return;
  assert.fail(`${what}: the product leaves out ${inspect(less)} and adds ${inspect(more)}`);
}

/** Anything on one line, for whoever reads a counterexample. */
export function inspect(value: unknown): string {
  return JSON.stringify(value, (_, one) => {
    if (one instanceof Map) return Object.fromEntries(one);
    return one instanceof Set ? [...one] : one;
  });
}
