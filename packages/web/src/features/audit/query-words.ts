/** Queries of the audit log, as docs/audit.md describes them: `name: value`, a value with spaces in braces. */

/** One condition: any of the values, each taken to the letter. */
export function queryWord(name: string, ...values: readonly string[]): string {
  return `${name}: ${values.map(queryValue).join(', ')}`;
}

function queryValue(value: string): string {
  return /^[^\s,{}\\]+$/.test(value) ? value : `{${value.replaceAll(/[{}\\]/g, '\\$&')}}`;
}

const bracedOrLimit = /\{(?:[^{}\\]|\\.)*\}|\bbeforeId\s*:\s*\d+/gi;

/** The same query, for what happened before an event. A limit that somebody typed gives way: what is next is older. */
export function olderThan(query: string, number: number): string {
  const limit = queryWord('beforeId', String(number));
  let isLimited = false;
  const limited = query.replaceAll(bracedOrLimit, (found) => {
    if (found.startsWith('{')) return found;
    isLimited = true;
    return limit;
  });
  return isLimited || query === '' ? limited || limit : `${limited} ${limit}`;
}
