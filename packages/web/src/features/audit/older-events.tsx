import { useEffect, useEffectEvent, useRef } from 'react';
import { t } from '../../lib/messages.ts';
import { Button } from '../../ui/button.tsx';

export interface OlderEventsProps {
  readonly hasOlder: boolean;
  readonly isLoading: boolean;
  readonly onOlder: () => void;
}

/** The end of what is shown: older events come when it is scrolled to, or at a press. */
export function OlderEvents({ hasOlder, isLoading, onOlder }: OlderEventsProps) {
  const end = useRef<HTMLDivElement>(null);
  const reached = useEffectEvent(() => hasOlder && !isLoading && onOlder());
  useEffect(() => {
    const watch = new IntersectionObserver(([entry]) => entry?.isIntersecting && reached());
    if (end.current !== null) watch.observe(end.current);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={end} className="audit-end">
      {hasOlder ? (
        <Button weight="quiet" pending={isLoading} onClick={onOlder}>
          {isLoading ? t.audit.loadingOlder : t.audit.older}
        </Button>
      ) : (
        t.audit.oldest
      )}
    </div>
  );
}
