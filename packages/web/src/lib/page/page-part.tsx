import type { ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';
import { PartHead } from './part-head.tsx';
import './page-part.css';

export interface PagePartProps {
  readonly title?: string;
  /** What it is about, below the title. */
  readonly lead?: string;
  /** Buttons, at its end. */
  readonly acts?: ReactNode;
  readonly children?: ReactNode;
}

/** One part of an entity's page, on a surface of its own. */
export function PagePart({ title, lead, acts, children }: PagePartProps) {
  return (
    <Card padded>
      <section className="part">
        {title === undefined ? null : <PartHead title={title}>{lead}</PartHead>}
        {children}
        {acts === undefined ? null : <div className="part-acts">{acts}</div>}
      </section>
    </Card>
  );
}
