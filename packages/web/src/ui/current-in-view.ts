import { type RefObject, useEffect, useRef } from 'react';

/**
 * For a row of links that may be wider than the screen: the one that leads to where one is, is not cut off. A row that
 * stays while its links or the place change says so by `changes`, a text that is another after each.
 */
export function useCurrentInView(changes = ''): RefObject<HTMLElement | null> {
  const row = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changed is in the page already.
  useEffect(() => {
    const link = row.current?.querySelector('[aria-current="page"]');
    if (row.current === null || link == null) return;
    const seen = row.current.getBoundingClientRect();
    const { left, right } = link.getBoundingClientRect();
    if (right > seen.right) row.current.scrollLeft += Math.ceil(right - seen.right);
    else if (left < seen.left) row.current.scrollLeft -= Math.ceil(seen.left - left);
  }, [changes]);
  return row;
}
