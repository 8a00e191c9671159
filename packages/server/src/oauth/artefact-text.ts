/** Stands in a stored payload where the id stood that opens it. No JSON text holds it: control characters are escaped there. */
const idMark = '\u0001';

/**
 * What the engine gave, as it is stored: without the id. The engine writes it into the payload, and into addresses in
 * it, but it is a code, a token or the name of a request, and whoever reads the database must not have it.
 */
export function withoutId(payload: object, id: string): string {
  return JSON.stringify(payload).replaceAll(id, idMark);
}

/** The payload as the engine gave it, for whoever shows the id. */
export function withId(text: string, id: string): Record<string, unknown> {
  return JSON.parse(text.replaceAll(idMark, id));
}
