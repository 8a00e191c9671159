/**
 * What somebody types into a picker, as a query: the words of a name, the last of which may go on. Signs that mean
 * something to the query language mean nothing here.
 */
export function wordsQuery(text: string, besides?: string): string {
  const words = text.trim().replace(/[\\}]/g, '\\$&');
  const typed = words === '' ? [] : [`{${words}}*`];
  return [...typed, ...(besides === undefined ? [] : [besides])].join(' and ');
}
