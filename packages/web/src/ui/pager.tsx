import './pager.css';
import { Button } from './button.tsx';

export interface PagerProps {
  readonly label: string;
  /** `51–100 of 212` */
  readonly text: string;
  readonly previousLabel: string;
  readonly nextLabel: string;
  /** Undefined where there is no such page. */
  readonly onPrevious: (() => void) | undefined;
  readonly onNext: (() => void) | undefined;
}

export function Pager({ label, text, previousLabel, nextLabel, onPrevious, onNext }: PagerProps) {
  return (
    <nav className="pager" aria-label={label}>
      <span>{text}</span>
      <Button onClick={onPrevious} disabled={onPrevious === undefined}>
        {previousLabel}
      </Button>
      <Button onClick={onNext} disabled={onNext === undefined}>
        {nextLabel}
      </Button>
    </nav>
  );
}
