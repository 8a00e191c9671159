import './page-section.css';
import { type ReactNode, useId } from 'react';

export interface PageSectionProps {
  readonly title: string;
  readonly lead?: ReactNode;
  /** Buttons at the end of the title's line. */
  readonly acts?: ReactNode;
  readonly children: ReactNode;
}

/** One of several parts of a page, each with a title of its own. */
export function PageSection({ title, lead, acts, children }: PageSectionProps) {
  const id = useId();
  return (
    <section className="page-section" aria-labelledby={id}>
      <div className="page-section-head">
        <div className="page-section-title">
          <h2 id={id}>{title}</h2>
          {acts && <div className="page-section-acts">{acts}</div>}
        </div>
        {lead ? <p>{lead}</p> : null}
      </div>
      {children}
    </section>
  );
}

/** The parts, one below the other. */
export function PageSections({ children }: { children: ReactNode }) {
  return <div className="page-sections">{children}</div>;
}
