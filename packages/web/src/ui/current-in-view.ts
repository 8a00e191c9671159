import { type RefObject, useEffect, useRef } from 'react';

/** For a row of links that may be wider than the screen: the one that leads to where one is, is not cut off. */
export function useCurrentInView(): RefObject<HTMLElement | null> {
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    const link = row.current?.querySelector('[aria-current="page"]');
    if (row.current === null || link == null) return;
    const hidden = link.getBoundingClientRect().right - row.current.getBoundingClientRect().right;
    if (hidden > 0) row.current.scrollLeft += hidden;
  }, []);
  return row;
}
