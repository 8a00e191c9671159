import './breadcrumbs.css';
import { Children, type ReactNode } from 'react';

/** The way from the top of the section to here: links, and at last the name of what is shown. */
export function Breadcrumbs({ label, here, children }: { label: string; here: string; children: ReactNode }) {
  return (
    <nav aria-label={label}>
      <ol className="breadcrumbs">
        {Children.map(children, (link) => (
          <li>{link}</li>
        ))}
        <li aria-current="page">
          <bdi>{here}</bdi>
        </li>
      </ol>
    </nav>
  );
}
