import { medianRatio } from '../interleave.ts';
import { type Burst, medianBurst } from '../measure.ts';

/** How one contender stood: the medians over the rounds, ratios taken within each round. */
export interface Standing {
  readonly name: string;
  readonly answerBytes: number;
  readonly figures: Burst;
  readonly bare: Burst;
  /** Of requests per second, to its bare twin. */
  readonly ofBare: number;
  /** How much of its processor time per request the bare twin needs. */
  readonly ofBareByCpu: number;
  readonly p99ToBare: number;
  /** How many times as many requests per second our introspection answers. */
  readonly ourMultiple: number;
  /** How many times our introspection's processor time it needs for a request. */
  readonly ourMultipleByCpu: number;
}

/** Two lists of bursts for each contest, the bare twin's first; the first contest is our own introspection. */
export function compare(
  contests: readonly { readonly name: string; readonly answerBytes: number }[],
  bursts: readonly (readonly Burst[])[],
): readonly Standing[] {
  const ours = bursts[1] ?? [];
  return contests.map(({ name, answerBytes }, index) => {
    const [bare = [], own = []] = bursts.slice(2 * index);
    return {
      name,
      answerBytes,
      figures: medianBurst(own),
      bare: medianBurst(bare),
      ofBare: medianRatio(own, bare, 'perSecond'),
      ofBareByCpu: medianRatio(bare, own, 'cpuMicroseconds'),
      p99ToBare: medianRatio(own, bare, 'p99Milliseconds'),
      ourMultiple: medianRatio(ours, own, 'perSecond'),
      ourMultipleByCpu: medianRatio(own, ours, 'cpuMicroseconds'),
    };
  });
}
