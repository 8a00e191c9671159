import { covers, keyOf, lacks } from '../reference-model/rights.ts';
import type { Act, Rights, World } from '../reference-model/world.ts';

/**
 * What must be true of any allowed act, whatever the rules say about it: said of who holds what before and after,
 * and so of detours that no rule has thought of. Each answers what is broken, or nothing.
 */
export type Holdings = ReadonlyMap<string, Rights>;

/**
 * By one act nobody gains and nobody loses what its actor does not carry. A permission that this very act declares
 * is nobody's yet; a place or a permission that ceases to be takes nothing from anybody that was still there.
 */
export function brokenByOneAct(
  carries: Rights,
  act: Act,
  after: World,
  held: { readonly before: Holdings; readonly after: Holdings },
): string | undefined {
  const none: Rights = new Set();
  for (const [user, rights] of held.after) {
    const gained = lacks(held.before.get(user) ?? none, rights);
    const beyond = [...lacks(carries, gained)].filter(
      (one) => act.do !== 'declare' || keyOf(one) !== act.key,
    );
    if (beyond.length > 0) return `${user} gained what the actor does not hold: ${beyond.join(', ')}`;
  }
  for (const [user, rights] of held.before) {
    const lost = [...lacks(held.after.get(user) ?? none, rights)].filter((one) => isThere(after, one));
    const beyond = [...lacks(carries, lost)];
    if (beyond.length > 0) return `${user} lost what the actor does not hold: ${beyond.join(', ')}`;
  }
  return undefined;
}

/** Whatever a set of actors does together, nobody comes to hold what none of them held when they began. */
export function brokenByMany(
  together: Rights,
  start: World,
  held: { readonly before: Holdings; readonly now: Holdings },
): string | undefined {
  for (const [user, rights] of held.now) {
    const gained = lacks(held.before.get(user) ?? new Set(), rights);
    const beyond = [...lacks(together, gained)].filter((one) => start.declared.has(keyOf(one)));
    if (beyond.length > 0) return `${user} holds what none of them held at the start: ${beyond.join(', ')}`;
  }
  return undefined;
}

/** A token stays below its ceiling. */
export function brokenCeiling(rights: Rights, ceiling: Rights | undefined): string | undefined {
  const beyond = ceiling === undefined ? [] : [...rights].filter((one) => !covers(ceiling, one));
  return beyond.length > 0 ? `a token can do more than its ceiling: ${beyond.join(', ')}` : undefined;
}

function isThere({ declared, projects, groups, services }: World, right: string): boolean {
  const place = right.slice(right.indexOf('@') + 1);
  const isPlace = place === '0' || projects.has(place) || groups.has(place) || services.has(place);
  return isPlace && declared.has(keyOf(right));
}
