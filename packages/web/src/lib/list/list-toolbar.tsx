import './list-toolbar.css';
import type { ReactNode } from 'react';
import { t } from '../messages.ts';

export interface ListToolbarProps {
  readonly search?: ReactNode;
  /** Buttons: what can be done to the rows below. */
  readonly acts?: ReactNode;
  readonly selectedCount: number;
  /** How many there are, in words; undefined until that is known. */
  readonly totalText: string | undefined;
}

/** What can be done, above the table it is done to. */
export function ListToolbar({ search, acts, selectedCount, totalText }: ListToolbarProps) {
  return (
    <div className="list-toolbar">
      {search}
      <div className="list-acts">
        {acts}
        <span className="list-count" role="status">
          {selectedCount > 0 ? t.list.selected({ count: selectedCount }) : totalText}
        </span>
      </div>
    </div>
  );
}
