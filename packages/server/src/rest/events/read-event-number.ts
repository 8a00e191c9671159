/** The number of an event in a path, without a sign or a leading zero; absent where it is no such number. */
export function readEventNumber(text: string | undefined): number | undefined {
  return /^[1-9][0-9]{0,14}$/.test(text ?? '') ? Number(text) : undefined;
}
