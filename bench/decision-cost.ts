import {
  checkToken,
  type DecisionFacts,
  decide,
  FreshFacts,
  type ProvedFacts,
  type ServiceId,
} from '@countersign/core';
import { systemClock } from '../packages/server/src/platform/clock.ts';
import { openStoreIn } from '../test/faults/open-store.ts';
import type { LoadedFolder } from './authority-under-load.ts';
import { median } from './median.ts';

/** Nanoseconds of one operation, alone in this process. */
export interface DecisionCost {
  /** The pure decision, on facts in hand. */
  readonly decide: number;
  /** Shape, digest, facts from memory, decision. */
  readonly checkWarm: number;
  /** The same with the proof that nothing has changed, sixty-four questions at a time as a busy server has them. */
  readonly proveAndCheckWarm: number;
}

const rounds = 15;

export async function measureDecisionCost(loaded: LoadedFolder): Promise<DecisionCost> {
  const { store, digest } = await openStoreIn(loaded.dataDirectory);
  try {
    const facts = new FreshFacts(store.facts);
    const warm = await facts.prove();
    const decisions: DecisionFacts[] = [];
    for (const { token } of loaded.kept) {
      const subject = await warm.subject(token.userId);
      if (subject === undefined) throw new Error('the owner of a token is missing');
      const service = token.audience[0] as ServiceId;
      const catalog = await warm.catalog();
      decisions.push({ credential: token, subject, catalog, service, now: systemClock.now() });
    }
    const questions = loaded.presented.map(({ token, door }) => ({ token, service: door.id as ServiceId }));
    const check = async (proved: ProvedFacts, { token, service }: (typeof questions)[number]) => {
      const verdict = await checkToken({ clock: systemClock, digest, facts: proved }, token, service);
      if (!verdict.active) throw new Error('a valid token is inactive');
    };
    return {
      decide: await cost(decisions.length * 20, async () => {
        for (let turn = 0; turn < 20; turn++) for (const facts of decisions) decide(facts);
      }),
      checkWarm: await cost(questions.length, async () => {
        for (const question of questions) await check(warm, question);
      }),
      proveAndCheckWarm: await cost(questions.length, async () => {
        for (let from = 0; from < questions.length; from += 64) {
          const together = questions.slice(from, from + 64);
          await Promise.all(
            together.map((question) => facts.prove().then((proved) => check(proved, question))),
          );
        }
      }),
    };
  } finally {
    await store.close();
  }
}

/** The first rounds warm up the compiler; the median leaves out what disturbed the others. */
async function cost(operations: number, work: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    await work();
    if (round >= 5) times.push(((performance.now() - startedAt) * 1e6) / operations);
  }
  return median(times);
}
