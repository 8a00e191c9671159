import './disclosure.css';
import type { ReactNode } from 'react';
import { ChevronIcon } from './icons.tsx';

/** What is rarely needed, behind one press. */
export function Disclosure({ label, open, children }: { label: string; open: boolean; children: ReactNode }) {
  return (
    <details className="disclosure" open={open}>
      <summary className="disclosure-label">
        <ChevronIcon />
        {label}
      </summary>
      <div className="disclosure-body">{children}</div>
    </details>
  );
}
