import assert from 'node:assert/strict';
import type { Refusal } from '../../src/refusal.ts';
import { actingNow, type obstacle } from '../reference-model/obstacle.ts';
import { covers, lacks } from '../reference-model/rights.ts';
import type { Act, Actor, World } from '../reference-model/world.ts';
import type { Outcome } from './perform.ts';
import type { Preview } from './preview-of.ts';
import { inspect, missingOf } from './rights-texts.ts';

/** What the model said stands in the way; absent: nothing. */
export type Expected = ReturnType<typeof obstacle>;

/** The product's words for what is no lack of rights. */
const refusalKinds: Readonly<Record<string, Refusal['kind']>> = {
  'the actor has ended': 'token-inactive',
  'the last administrator': 'conflict',
  'by hand only': 'credential-unfit',
  'wider than itself': 'credential-unfit',
  'no such service': 'malformed',
  'no such project': 'malformed',
};

/** Fails unless the product answered what the model expected, down to each right that is missing. */
export function compareAnswer(
  world: World,
  { actor, act }: { readonly actor: Actor; readonly act: Act },
  expected: Expected,
  outcome: Outcome,
): void {
  const agree = outcome.ok
    ? expected === undefined
    : expected !== undefined && isRightRefusal(world, { actor, act }, expected, outcome.refusal);
  if (agree) return;
  const should = expected === undefined ? 'allowed' : `refused for ${inspect(expected)}`;
  const was = outcome.ok ? 'allowed' : inspect(outcome.refusal);
  assert.fail(`${nameOf(actor)}: ${inspect(act)}\nshould be ${should}, and was ${was}`);
}

function isRightRefusal(
  world: World,
  { actor, act }: { readonly actor: Actor; readonly act: Act },
  expected: Exclude<Expected, undefined>,
  refusal: Refusal,
): boolean {
  if (typeof expected === 'string')
    return refusal.kind === refusalKinds[expected] || isEarly(refusal, act, expected);
  if (isUntold(refusal, actor, world)) return true;
  if (refusal.kind !== 'forbidden') return false;
  // A late actor is asked twice where hashing would be slow, so another lack may show first.
  if (act.do === 'create user' && carriesLess(world, actor)) return true;
  return missingOf(refusal).symmetricDifference(expected).size === 0;
}

/** What was offered is done, and what was not offered is refused, for the reason that was given. */
export function comparePreview({ refusal, isWhole }: Preview, outcome: Outcome): void {
  if (refusal === undefined) {
    if (isWhole && !outcome.ok) assert.fail(`it was offered, and refused: ${inspect(outcome.refusal)}`);
    return;
  }
  if (outcome.ok) assert.fail(`it was not offered, and allowed: ${inspect(refusal)}`);
  // Who may not read roles is not told that there is one to take back.
  if (outcome.refusal.kind !== 'not-found') assert.deepEqual(outcome.refusal, refusal);
}

/** Whether the actor was lowered between the arrival of the request and the act, or ended, who may have had nothing. */
export function carriesLess(world: World, actor: Actor): boolean {
  const now = actingNow(world, actor);
  return now === undefined || lacks(now.carries, actor.carries).size > 0;
}

export function nameOf({ user, token }: Actor): string {
  return token === undefined ? `${user} (session)` : `${user} (token ${token})`;
}

/** Creating a user asks for the right before anything else, of whoever is gone meanwhile too. */
function isEarly(refusal: Refusal, act: Act, expected: string): boolean {
  return act.do === 'create user' && expected === 'the actor has ended' && refusal.kind === 'forbidden';
}

/** Who may not read roles is not told that there is one to take back. */
function isUntold(refusal: Refusal, actor: Actor, world: World): boolean {
  const carries = actingNow(world, actor)?.carries ?? new Set();
  const mayReadRoles = covers(carries, 'jetbrains.jetpass.role-read@0');
  return refusal.kind === 'not-found' && refusal.what === 'project role' && !mayReadRoles;
}
