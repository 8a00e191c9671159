import { t } from '../../lib/messages.ts';
import { Button } from '../../ui/button.tsx';
import { PlusIcon } from '../../ui/icons.tsx';
import type { IssueRefusal } from './issue-refusal.tsx';

export interface NewTokenButtonProps {
  readonly refusal: IssueRefusal | undefined;
  readonly onNew: () => void;
}

export function NewTokenButton({ refusal, onNew }: NewTokenButtonProps) {
  return (
    <Button weight="primary" icon={<PlusIcon />} disabledReason={refusal?.text} onClick={onNew}>
      {t.tokens.new}
    </Button>
  );
}
