import './band.css';
import type { ReactNode } from 'react';
import { ShieldIcon } from './icons.tsx';

/** A sentence that holds for the whole page below it. */
export function Band({ children }: { children: ReactNode }) {
  return (
    <p className="band">
      <ShieldIcon />
      <span>{children}</span>
    </p>
  );
}
