import './time.css';
import { Tip } from './tip.tsx';

export interface TimeProps {
  readonly instant: number;
  /** How it reads in the page. */
  readonly text: string;
  /** The exact moment, and whatever else belongs to it; shown on pointing or focusing. */
  readonly details: string;
  readonly tone?: 'plain' | 'faint' | 'warning';
}

export function Time({ instant, text, details, tone = 'plain' }: TimeProps) {
  return (
    <Tip text={details}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the details must be within reach of a keyboard. */}
      <time className="time" data-tone={tone} tabIndex={0} dateTime={new Date(instant).toISOString()}>
        {text}
      </time>
    </Tip>
  );
}
