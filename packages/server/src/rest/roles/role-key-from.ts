/** A key made from a role's name, as scripts like it: `Project Admin` becomes `project-admin`. */
export function roleKeyFrom(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^[-0-9]+|-+$/g, '');
  return ascii.toLowerCase().slice(0, 64);
}
