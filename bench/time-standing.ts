import { FreshFacts, permissionsOf, type Store } from '@countersign/core';
import { median } from './median.ts';
import type { Organisation } from './organisation.ts';

/** Users whose permissions are read, spread over all. */
const sampleSize = 200;

/**
 * How long it takes to know what one user may do, cold: nothing is remembered, everything is read and every seal is
 * verified. Once as the pages ask it, and once as a decision does, which asks besides whether it is up to date.
 */
export async function timeStanding(
  store: Store,
  { users }: Organisation,
): Promise<readonly (readonly [what: string, figures: string])[]> {
  const sample = users.filter((_, index) => index % Math.ceil(users.length / sampleSize) === 0);
  // The first reads compile, connect and prepare.
  for (const id of sample.slice(0, 20)) await permissionsOf(store.tables, id);
  const read = await timeEach(sample, (id) => permissionsOf(store.tables, id));
  const facts = await new FreshFacts(store.facts).prove();
  const decided = await timeEach(sample, (id) => facts.subject(id));
  return [
    ['effective permissions of one user, cold', figures(read)],
    ['the same for a decision, not remembered', figures(decided)],
  ];
}

async function timeEach<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  for (const item of items) {
    const startedAt = performance.now();
    await work(item);
    times.push(performance.now() - startedAt);
  }
  return times;
}

function figures(times: readonly number[]): string {
  const [least, most] = [Math.min(...times), Math.max(...times)].map((time) => time.toFixed(1));
  return `at least ${least} ms, median ${median(times).toFixed(1)} ms, at most ${most} ms`;
}
