import type { Caller, UserActor } from '../../src/access/actor.ts';
import { openMemoryStore } from '../memory-store.ts';
import { digest, fixedClock, noon, seededRandom } from '../platform.ts';
import { arriveInSession, openSession } from './arrive.ts';
import { insertWorld } from './insert-world.ts';
import type { PerformPorts } from './perform.ts';
import { founder, plainStart } from './start.ts';

/** The plain start in a store in memory, and its founder's request in a session. */
export async function anExample(): Promise<Example> {
  const store = openMemoryStore();
  await insertWorld(store, plainStart);
  await openSession(store, '8-0', founder);
  const random = seededRandom('an example');
  return {
    ports: { clock: fixedClock(noon), random, digest, store },
    founder: await arriveInSession(store, '8-0', founder),
  };
}

export interface Example {
  readonly ports: Omit<PerformPorts, 'passwordHasher'>;
  readonly founder: Caller<UserActor>;
}
