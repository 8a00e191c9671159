import './token-toolbar.css';
import { t } from '../../lib/messages.ts';
import { Button } from '../../ui/button.tsx';
import { BinIcon, PlusIcon } from '../../ui/icons.tsx';

export interface TokenToolbarProps {
  readonly selectedCount: number;
  /** Undefined until the list is known. */
  readonly total: number | undefined;
  readonly onNew: () => void;
  readonly onDelete: () => void;
}

/** What can be done, above the table it is done to. */
export function TokenToolbar({ selectedCount, total, onNew, onDelete }: TokenToolbarProps) {
  return (
    <div className="token-toolbar">
      <NewTokenButton onNew={onNew} />
      <Button
        icon={<BinIcon />}
        disabledReason={selectedCount === 0 ? t.tokens.deleteNeedsSelection : undefined}
        onClick={onDelete}
      >
        {t.tokens.delete({ count: selectedCount })}
      </Button>
      <span className="token-count" role="status">
        {selectedCount > 0
          ? t.tokens.selected({ count: selectedCount })
          : total !== undefined && t.tokens.total({ count: total })}
      </span>
    </div>
  );
}

export function NewTokenButton({ onNew }: Pick<TokenToolbarProps, 'onNew'>) {
  return (
    <Button weight="primary" icon={<PlusIcon />} onClick={onNew}>
      {t.tokens.new}
    </Button>
  );
}
