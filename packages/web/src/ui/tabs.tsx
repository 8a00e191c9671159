import './tabs.css';
import type { ReactNode } from 'react';
import { useCurrentInView } from './current-in-view.ts';

/** The parts of one entity, each a page with an address: `children` are links of class `tab`. */
export function Tabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav ref={useCurrentInView()} className="tabs" aria-label={label}>
      {children}
    </nav>
  );
}
