import './notice.css';
import type { ReactNode } from 'react';
import { KeyIcon, WarningIcon } from './icons.tsx';

export interface NoticeProps {
  readonly tone: 'plain' | 'warning' | 'danger';
  readonly children: ReactNode;
  /** Buttons, at its end. */
  readonly acts?: ReactNode;
  /** It appears while somebody is at work, and is read out at once. */
  readonly live?: boolean;
}

/** A sentence that stands in the page until what it speaks of has changed. */
export function Notice({ tone, children, acts, live = false }: NoticeProps) {
  return (
    <div
      className="notice"
      data-tone={tone}
      role={live ? (tone === 'danger' ? 'alert' : 'status') : undefined}
    >
      {tone === 'plain' ? <KeyIcon /> : <WarningIcon />}
      <div className="notice-text">{children}</div>
      {acts === undefined ? null : <div className="notice-acts">{acts}</div>}
    </div>
  );
}
