/**
 * Reads a form body or query string. Absent when a parameter stands twice (RFC 6749 §3.1) or its encoding is
 * broken: which of two values was meant is not ours to guess.
 */
export function parseForm(text: string): ReadonlyMap<string, string> | undefined {
  const form = new Map<string, string>();
  if (text === '') return form;
  for (const pair of text.split('&')) {
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    const value = decode(equals < 0 ? '' : pair.slice(equals + 1));
    if (name === undefined || value === undefined || form.has(name)) return undefined;
    form.set(name, value);
  }
  return form;
}

function decode(text: string): string | undefined {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
