/** A pressed key in words: `n`, `?`, `Shift+ArrowDown`, `Mod+a`. `Mod` is Ctrl, or ⌘ on a Mac. */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string {
  const isCharacter = event.key.length === 1 && event.key !== ' ';
  return [
    ...(event.ctrlKey || event.metaKey ? ['Mod'] : []),
    ...(event.altKey ? ['Alt'] : []),
    // A character already tells whether Shift was held.
    ...(event.shiftKey && !isCharacter ? ['Shift'] : []),
    event.key === ' ' ? 'Space' : event.key,
  ].join('+');
}
