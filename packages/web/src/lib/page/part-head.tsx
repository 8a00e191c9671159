import './part-head.css';
import type { ReactNode } from 'react';

export interface PartHeadProps {
  readonly title: string;
  /** What the part is about, in a sentence. */
  readonly children?: ReactNode;
}

/** What a part of a page begins with. */
export function PartHead({ title, children }: PartHeadProps) {
  return (
    <div className="part-head">
      <h2>{title}</h2>
      {children === undefined ? null : <p>{children}</p>}
    </div>
  );
}
