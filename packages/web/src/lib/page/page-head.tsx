import './page-head.css';
import type { ReactNode } from 'react';
import { t } from '../messages.ts';

export interface PageHeadProps {
  readonly title: string;
  readonly lead?: string;
  /** The way here: `Breadcrumbs`. */
  readonly way?: ReactNode;
  /** States beside the title: tags. */
  readonly badges?: ReactNode;
  /** Buttons at the end of the line. */
  readonly acts?: ReactNode;
}

/** What a page begins with: its name, for the reader and for the browser. */
export function PageHead({ title, lead, way, badges, acts }: PageHeadProps) {
  return (
    <header className="page-head">
      <title>{`${title} · ${t.frame.product}`}</title>
      {way}
      <div className="page-title">
        <h1>
          <bdi>{title}</bdi>
        </h1>
        {badges}
        {acts && <div className="page-acts">{acts}</div>}
      </div>
      {lead === undefined ? null : <p>{lead}</p>}
    </header>
  );
}
