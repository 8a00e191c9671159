/**
 * What of a text nobody sees: characters that Unicode lets programs ignore, and behind those the few that leave a blank
 * or nothing and count as neither space nor ignorable. Some are needed beside others: emoji are joined by one, and the
 * letters of several scripts are kept together or apart by another.
 */
const invisible =
  /[\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb\u{13441}\u{13442}\u{16fe4}\u{1d159}]/u;
const visible =
  /[^\s\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb\u{13441}\u{13442}\u{16fe4}\u{1d159}]/u;

export function holdsInvisible(text: string): boolean {
  return invisible.test(text);
}

/** Whether anything of it is seen at all. */
export function holdsVisible(text: string): boolean {
  return visible.test(text);
}
