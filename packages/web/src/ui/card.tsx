import './card.css';
import type { ReactNode } from 'react';

/** A surface with something of its own on it; `padded` where that is not a table, which reaches its edges. */
export function Card({ padded = false, children }: { padded?: boolean; children: ReactNode }) {
  return (
    <div className="card" data-padded={padded || undefined}>
      {children}
    </div>
  );
}
