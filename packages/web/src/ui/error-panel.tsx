import './error-panel.css';
import type { ReactNode } from 'react';
import { Copy } from './copy.tsx';
import { WarningIcon } from './icons.tsx';

export interface ErrorPanelProps {
  readonly title: string;
  readonly text: string;
  /** By which the operators find the request. */
  readonly requestId?: string | undefined;
  readonly requestIdLabel: string;
  readonly copyLabels: { readonly copy: string; readonly copied: string; readonly selected: string };
  readonly acts?: ReactNode;
}

/** Something did not work: what, why, and what can be done. */
export function ErrorPanel({ title, text, requestId, requestIdLabel, copyLabels, acts }: ErrorPanelProps) {
  return (
    <div className="error-panel" role="alert">
      <WarningIcon />
      <div className="error-panel-body">
        <p className="error-panel-title">{title}</p>
        <p>{text}</p>
        {requestId === undefined ? null : (
          <p className="error-panel-id">
            {requestIdLabel} <code>{requestId}</code>
            <Copy text={requestId} labels={copyLabels} iconOnly />
          </p>
        )}
        {acts === undefined ? null : <div className="error-panel-acts">{acts}</div>}
      </div>
    </div>
  );
}
