/**
 * Whoever comes back to this page may have signed in as somebody else in another tab, and the cookie is then theirs.
 * Until it is known who is signed in now, nothing that changes something leaves the page.
 */
let known: Promise<unknown> = Promise.resolve();

/** Holds writes back until the question is answered, whatever the answer is. */
export function holdWrites(question: Promise<unknown>): void {
  known = question.catch(() => undefined);
}

/** In place of the platform's `fetch`. */
export async function heldFetch(url: string, init: RequestInit): Promise<Response> {
  if (init.method !== undefined && init.method !== 'GET') await known;
  return fetch(url, init);
}
