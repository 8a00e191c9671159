/**
 * Single-key shortcuts. They are off while somebody types, while a dialog or a menu is open, and for good where
 * the reader has switched them off (WCAG 2.1.4).
 */
import { useEffect, useEffectEvent } from 'react';
import { keyName } from './key-name.ts';
import { storedChoice } from './stored-choice.ts';

export const shortcuts = storedChoice('shortcuts', ['on', 'off']);

/** Names of keys as `keyName` gives them, each with what it does. */
export type KeyActs = Readonly<Record<string, () => void>>;

/** `when` says whether the keys are meant for this part of the page. */
export function useKeys(acts: KeyActs, when: () => boolean = () => true): void {
  const handle = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isBusy(event) || !when()) return;
    const act = acts[keyName(event)];
    if (act === undefined || (shortcuts.read() === 'off' && isSingleCharacter(event))) return;
    event.preventDefault();
    act();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => handle(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}

function isSingleCharacter(event: KeyboardEvent): boolean {
  return event.key.length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey;
}

const typing = 'input:not([type=checkbox]), textarea, select, [contenteditable], [role=combobox]';
/** Whatever lies over the page and takes the keys carries this mark. */
const overlay = '[data-overlay]:not([data-closed])';

function isBusy(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : undefined;
  if (target?.closest(typing) || document.querySelector(overlay)) return true;
  // Space and Enter already mean something on whatever can be pressed.
  return (event.key === ' ' || event.key === 'Enter') && target?.closest('a, button, input, summary') != null;
}
