import { useSyncExternalStore } from 'react';

const tickMilliseconds = 20_000;
let now = Date.now();

/** The present, for texts such as "4 minutes ago"; it moves on every 20 seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

function subscribe(listener: () => void): () => void {
  const move = () => {
    now = Date.now();
    listener();
  };
  move();
  const timer = setInterval(move, tickMilliseconds);
  return () => clearInterval(timer);
}
