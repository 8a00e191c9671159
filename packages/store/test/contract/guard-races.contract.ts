import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type AuditEvent,
  banUser,
  globalProjectId,
  ok,
  type Result,
  systemAdministrator,
  trustId,
  unassignRole,
} from '@countersign/core';
import { arriveInSession, openSession } from '../../../core/test/worlds/arrive.ts';
import type { OpenFreshStore } from './fresh-store.ts';
import { type Race, races } from './guard-races.ts';
import { type Arena, openArena, own } from './race-arena.ts';

/** How often each race is run: `npm run guard-races -- --trials 2000` asks for more, and so does the long run. */
const trials = Number(
  process.env.COUNTERSIGN_RACE_TRIALS ?? (process.env.COUNTERSIGN_TEST_LONG === '1' ? 2_000 : 200),
);

/**
 * Somebody is lowered while they act, on two connections. Whichever commits first, the log tells: an act that was
 * allowed has a number before that of the lowering, and none has one after it.
 */
export function guardRacesContract(open: OpenFreshStore): void {
  describe(`in ${trials} races nothing is given after the giver was lowered:`, () => {
    for (const race of races) {
      test(race.name, async (t) => {
        const arena = await openArena(t, open, { trials, ...race });
        const came = { first: 0, late: 0 };
        for (let trial = 0; trial < trials; trial += 1) came[await run(arena, race, trial)] += 1;
        // Otherwise one was always quicker, and nothing was shown.
        assert.ok(came.first > 0 && came.late > 0, JSON.stringify(came));
      });
    }

    test('two administrators who lower each other leave one', async (t) => {
      const arena = await openArena(t, open, {
        trials,
        rightsBy: 'role',
        racer: 'deputy in a session',
      });
      for (let trial = 0; trial < trials; trial += 1) await runMutual(arena, trial);
    });
  });
}

async function run(arena: Arena, race: Race, trial: number): Promise<'first' | 'late'> {
  const caller = await arena.arrive(trial);
  const before = await arena.here.store.audit.head();
  const [act, lower] = await together(
    trial,
    () => race.act(arena.there, caller, trial),
    () => race.lower(arena.here, arena.founder, trial),
  );
  assert.ok(lower.ok, `the lowering was refused: ${JSON.stringify(lower)}`);
  const events = await arena.here.store.audit.listAfter(before.number, 10);
  const numbers = { act: numberOf(events, 'act'), lower: numberOf(events, 'lower') };
  assert.equal(numbers.act !== undefined, act.ok, 'an act is in the log if it was allowed');
  if (!act.ok || numbers.act === undefined) return 'late';
  if (numbers.act < (numbers.lower ?? 0)) return 'first';
  assert.ok(race.isLess?.(act.value) === true, `trial ${trial}: allowed as ${JSON.stringify(numbers)}`);
  return 'late';
}

function numberOf(events: readonly AuditEvent[], request: string): number | undefined {
  return events.find(({ requestId }) => requestId === request)?.number;
}

/** Starts both at once, the one or the other a few turns ahead. */
async function together<One, Other>(
  trial: number,
  one: () => Promise<One>,
  other: () => Promise<Other>,
): Promise<readonly [One, Other]> {
  const ahead = (trial % 9) - 4;
  return Promise.all([after(-ahead, one), after(ahead, other)]);
}

async function after<Value>(turns: number, work: () => Promise<Value>): Promise<Value> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
  return work();
}

/** Two are System Admins, and nobody else: each takes it from the other, by the role or by a ban. */
async function runMutual({ here, there, arrive }: Arena, trial: number): Promise<void> {
  const two = [own.deputy(trial), own.friend(trial)] as const;
  await makeTheOnlyAdministrators(here.store, two);
  const ann = await arrive(trial);
  await openSession(here.store, `82-${trial}`, two[1]);
  const bob = await arriveInSession(here.store, `82-${trial}`, two[1]);
  const outcomes = await together<Result<unknown>, Result<unknown>>(
    trial,
    () => unassignRole(here, ann, trustId(roleOf(two[1]))),
    () =>
      trial % 2 === 0
        ? unassignRole(there, bob, trustId(roleOf(two[0])))
        : banUser(there, bob, {
            userId: trustId(two[0]),
            banned: true,
            reason: undefined,
            successor: undefined,
          }),
  );
  assert.equal(outcomes.filter((outcome) => outcome.ok).length, 1, JSON.stringify(outcomes));
}

const roleOf = (user: string) => `70-${user}`;

async function makeTheOnlyAdministrators(
  store: Arena['here']['store'],
  users: readonly string[],
): Promise<void> {
  const result = await store.change(async (tables) => {
    const { id: roleId } = systemAdministrator;
    for (const { id } of await tables.access.listHolders(roleId, globalProjectId))
      await tables.access.deleteAssignment(id);
    for (const user of users)
      await tables.access.insertAssignment({
        id: trustId(roleOf(user)),
        roleId,
        holder: { kind: 'user', id: trustId(user) },
        place: { kind: 'global', id: globalProjectId },
      });
    const caller = { actor: { kind: 'system' }, origin: { requestId: 'arena' } } as const;
    const event = { kind: 'role.assigned', at: 0 as never, caller, target: { kind: 'authority' } } as const;
    return ok({ value: undefined, events: [event], touched: [] });
  });
  assert.ok(result.ok);
}
