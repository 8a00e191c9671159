/** A choice of the reader's that stays in this browser: small, not secret, and nothing breaks without it. */
import { useSyncExternalStore } from 'react';

export interface StoredChoice<Value extends string> {
  read(): Value;
  write(value: Value): void;
  subscribe(listener: () => void): () => void;
}

/** The first of `values` is what applies until something is chosen. */
export function storedChoice<Value extends string>(
  key: string,
  values: readonly [Value, ...Value[]],
): StoredChoice<Value> {
  const [initial] = values;
  const listeners = new Set<() => void>();
  // A browser that keeps nothing still keeps the choice until the page is left.
  let current = values.find((value) => value === readStorage(key)) ?? initial;
  return {
    read: () => current,
    write: (value) => {
      current = value;
      writeStorage(key, value === initial ? undefined : value);
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function useStoredChoice<Value extends string>(choice: StoredChoice<Value>): Value {
  return useSyncExternalStore(choice.subscribe, choice.read);
}

function readStorage(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function writeStorage(key: string, value: string | undefined): void {
  try {
    if (value === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage may be forbidden or full; the choice then lasts as long as the page.
  }
}
