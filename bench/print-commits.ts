import type { Rush } from './at-once.ts';
import { median } from './median.ts';

/** What one number of waiting changes came to, round by round. */
export interface CommitRounds {
  readonly atOnce: number;
  readonly shared: readonly Rush[];
  readonly oneEach: readonly Rush[];
  /** How many changes there were in a commit that was shared. */
  readonly members: readonly number[];
}

const columns = ['shared / s', 'one each / s', 'ratio', 'in a commit', 'shared p99 ms', 'one each p99'];

export function commitsHeader(engine: string): string {
  return row(engine, columns);
}

/** Medians; the ratio is taken within each round. */
export function commitsLine({ atOnce, shared, oneEach, members }: CommitRounds): string {
  const of = (rushes: readonly Rush[], figure: keyof Rush) => median(rushes.map((rush) => rush[figure]));
  const ratios = shared.map((rush, round) => rush.perSecond / (oneEach[round]?.perSecond ?? Number.NaN));
  return row(`${atOnce} at once`, [
    of(shared, 'perSecond').toFixed(0),
    of(oneEach, 'perSecond').toFixed(0),
    median(ratios).toFixed(2),
    median(members).toFixed(1),
    of(shared, 'p99Milliseconds').toFixed(1),
    of(oneEach, 'p99Milliseconds').toFixed(1),
  ]);
}

function row(name: string, figures: readonly string[]): string {
  return name.padEnd(12) + figures.map((figure) => figure.padStart(15)).join('');
}
