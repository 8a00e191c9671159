import './skeleton.css';
import { useEffect, useState } from 'react';

const patienceMilliseconds = 200;

/** Lines where text will be; a quick answer never shows them. */
export function Skeleton({ label, lines }: { label: string; lines: number }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), patienceMilliseconds);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className="skeleton" role="status" data-shown={shown || undefined}>
      <span className="visually-hidden">{shown ? label : ''}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike and never change places.
        <span key={line} className="skeleton-line" />
      ))}
    </div>
  );
}
