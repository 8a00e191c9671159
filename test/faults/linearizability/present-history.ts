import type { Witnessed } from './history.ts';

/**
 * One race for people: a line for each operation in the order of invocation, with the milliseconds since the first, and
 * an arrow at the one whose answer fits no order.
 */
export function presentHistory(operations: readonly Witnessed[], unexplained: Witnessed): string {
  const sorted = [...operations].sort((one, other) => one.invokedAt - other.invokedAt);
  const start = sorted[0]?.invokedAt ?? 0;
  const since = (at: number) =>
    at === Number.POSITIVE_INFINITY ? 'no answer' : (at - start).toFixed(3).padStart(9);
  const lines = sorted.map((operation) => {
    const { by, through, how, invokedAt, respondedAt } = operation;
    const mark = operation === unexplained ? '-->' : '   ';
    const times = `${since(invokedAt)} ${since(respondedAt)}`;
    return `${mark} ${times}  ${by.padEnd(8)}  ${through.padEnd(12)}  ${how.padEnd(26)}  ${wordOf(operation)}`;
  });
  return ['    asked at  answered', ...lines].join('\n');
}

function wordOf({ kind, isGood }: Witnessed): string {
  if (kind === 'write') return isGood ? 'MAKE GOOD' : 'END';
  return isGood ? 'good' : 'refused';
}
