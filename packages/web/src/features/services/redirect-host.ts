/**
 * Where an address leads, for people to judge by: the host as browsers write it, of another alphabet in its encoded
 * form (`xn--…`), or the scheme where it leads to a program.
 */
export function hostOf(uri: string): string {
  const url = URL.parse(uri);
  if (url === null) return uri.slice(0, 60);
  const isOfTheWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isOfTheWeb ? `${url.protocol}//${url.host}` : url.protocol;
}
