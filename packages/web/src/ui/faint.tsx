import './faint.css';
import type { ReactNode } from 'react';

/** Nothing to speak of: "None", "Never". It stands back from the facts around it. */
export function Faint({ children }: { children: ReactNode }) {
  return <span className="faint">{children}</span>;
}
