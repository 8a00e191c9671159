import './tabs.css';
import type { ReactNode } from 'react';

/** The parts of one entity, each a page with an address: `children` are links of class `tab`. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav className="tabs" aria-label={label}>
      {children}
    </nav>
  );
}
