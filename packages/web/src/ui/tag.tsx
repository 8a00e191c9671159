import './tag.css';
import type { ReactNode } from 'react';

export type TagTone = 'plain' | 'danger';

/** A word about something: a service of a scope, a state. The word says all; the colour only repeats it. */
export function Tag({ tone = 'plain', children }: { tone?: TagTone; children: ReactNode }) {
  return (
    <span className="tag" data-tone={tone}>
      {children}
    </span>
  );
}
