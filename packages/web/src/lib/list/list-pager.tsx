import { useEffect } from 'react';
import { Pager } from '../../ui/pager.tsx';
import { t } from '../messages.ts';
import { pageSize } from './list-view.ts';

export interface ListPagerProps {
  readonly label: string;
  readonly page: number;
  readonly total: number;
  readonly onPage: (page: number) => void;
}

/** The way through a list that is longer than one page. */
export function ListPager({ label, page, total, onPage }: ListPagerProps) {
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
      label={label}
      text={t.list.page({ from: Math.min((page - 1) * pageSize + 1, to), to, total })}
      previousLabel={t.list.previous}
      nextLabel={t.list.next}
      onPrevious={page > 1 ? () => onPage(page - 1) : undefined}
      onNext={page < pageLast ? () => onPage(page + 1) : undefined}
    />
  );
}
