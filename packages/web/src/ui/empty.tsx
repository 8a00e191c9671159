import './empty.css';
import type { ReactNode } from 'react';

/** Nothing is here yet: what the place is for, and the button that makes the first, if one may. */
export function Empty({ icon, text, act }: { icon: ReactNode; text: string; act?: ReactNode }) {
  return (
    <div className="empty">
      <span className="empty-icon">{icon}</span>
      <p>{text}</p>
      {act}
    </div>
  );
}
