/** Queries of the audit log, in the language of docs/query-language.md: `name: value`, a value with spaces in braces. */

/** One condition: any of the values, each taken to the letter. */
export function queryWord(name: string, ...values: readonly string[]): string {
  return `${name}: ${values.map(queryValue).join(', ')}`;
}

/** What is no sign of the language, and no word of its own. */
const bareForm = /^(?!(?:and|or|not)$)[\p{L}\p{N}._:@-]+$/iu;

function queryValue(value: string): string {
  return bareForm.test(value) ? value : `{${value.replaceAll(/[}\\]/g, '\\$&')}}`;
}

const bracedOrLimit = /\{(?:[^}\\]|\\.)*\}|\bbeforeId\s*:\s*\d+/gi;

/** The same query, for what happened before an event. A limit that somebody typed gives way: what is next is older. */
export function olderThan(query: string, number: number): string {
  const limit = queryWord('beforeId', String(number));
  let isLimited = false;
  const limited = query.replaceAll(bracedOrLimit, (found) => {
    if (found.startsWith('{')) return found;
    isLimited = true;
    return limit;
  });
  if (isLimited || query === '') return limited || limit;
  // Side by side binds closest: what is said with "or" needs brackets to be limited as a whole.
  return /\bor\b/i.test(query) ? `(${limited}) and ${limit}` : `${limited} ${limit}`;
}
