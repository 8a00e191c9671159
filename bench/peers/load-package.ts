/**
 * A package that only these measurements install, and that therefore nobody's types can name: who loads it says what of
 * it is used.
 */
export async function loadPackage<Used>(name: string): Promise<Used> {
  return await import(name);
}
