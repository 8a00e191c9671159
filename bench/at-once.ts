/** What came of keeping so many things under way for a while. */
export interface Rush {
  readonly done: number;
  readonly perSecond: number;
  readonly p99Milliseconds: number;
}

/** Begins the next as soon as one is done, so that always as many wait; counts what was done in the time. */
export async function keepAtOnce(atOnce: number, seconds: number, work: () => Promise<void>): Promise<Rush> {
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1_000;
  const times: number[] = [];
  const lane = async () => {
    for (let at = performance.now(); at < endsAt; at = performance.now()) {
      await work();
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  const took = (performance.now() - startedAt) / 1_000;
  times.sort((one, other) => one - other);
  return {
    done: times.length,
    perSecond: times.length / took,
    p99Milliseconds: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
  };
}

/** The same work, of which only one is ever under way: the others wait before it, in the order in which they came. */
export function oneAfterTheOther(work: () => Promise<void>): () => Promise<void> {
  let last = Promise.resolve();
  return () => {
    last = last.then(work);
    return last;
  };
}
