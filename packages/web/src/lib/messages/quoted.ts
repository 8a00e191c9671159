/** A name that somebody gave, set off from the sentence around it. */
export function quoted(name: string): string {
  return `“${name}”`;
}
