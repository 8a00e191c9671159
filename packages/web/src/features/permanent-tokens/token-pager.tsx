import { useEffect } from 'react';
import { t } from '../../lib/messages.ts';
import { Pager } from '../../ui/pager.tsx';
import { pageSize } from './view.ts';

export interface TokenPagerProps {
  readonly page: number;
  readonly total: number;
  readonly onPage: (page: number) => void;
}

/** The way through a list that is longer than one page. */
export function TokenPager({ page, total, onPage }: TokenPagerProps) {
  const pageLast = Math.max(1, Math.ceil(total / pageSize));
  const beyond = page > pageLast;
  // The last page can vanish: by deletions, or by an old link.
  useEffect(() => {
    if (beyond) onPage(pageLast);
  }, [beyond, pageLast, onPage]);
  if (pageLast === 1) return null;
  const to = Math.min(page * pageSize, total);
  return (
    <Pager
      label={t.tokens.table}
      text={t.tokens.page({ from: Math.min((page - 1) * pageSize + 1, to), to, total })}
      previousLabel={t.tokens.previous}
      nextLabel={t.tokens.next}
      onPrevious={page > 1 ? () => onPage(page - 1) : undefined}
      onNext={page < pageLast ? () => onPage(page + 1) : undefined}
    />
  );
}
