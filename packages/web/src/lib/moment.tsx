import { Time, type TimeProps } from '../ui/time.tsx';
import { formatExact, formatRelative } from './time.ts';

export interface MomentProps {
  readonly instant: number;
  readonly now: number;
  /** In place of its distance from now. */
  readonly text?: string;
  /** What else is to be known about it, line by line. */
  readonly more?: readonly string[];
  readonly tone?: NonNullable<TimeProps['tone']>;
}

/** A moment by its distance from now, with the exact time behind it. */
export function Moment({
  instant,
  now,
  text = formatRelative(instant, now),
  more = [],
  tone = 'plain',
}: MomentProps) {
  const { local, utc } = formatExact(instant);
  const details = [...new Set([local, utc]), ...more].join('\n');
  return <Time instant={instant} text={text} details={details} tone={tone} />;
}
