/** A key made from a service's name, as scripts like it: `Build Server` becomes `build-server`. */
export function serviceKeyFrom(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^[-._]+|[-._]+$/g, '');
  return ascii.toLowerCase().slice(0, 64);
}
