import './tag.css';
import type { ReactNode } from 'react';

export type TagTone = 'plain' | 'accent' | 'warning' | 'danger';

export interface TagProps {
  readonly tone?: TagTone;
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

/**
 * A word about something: a service of a scope, a state. The word says all; colour and icon only repeat it. Where it
 * is cut off, the whole of it is in its tip.
 */
export function Tag({ tone = 'plain', icon, children }: TagProps) {
  return (
    <span className="tag" data-tone={tone}>
      {icon}
      <span className="tag-text" title={typeof children === 'string' ? children : undefined}>
        {children}
      </span>
    </span>
  );
}
