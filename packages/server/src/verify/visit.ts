/** What a visitor wanted of the application behind a proxy, as far as it is known. */
export interface Visit {
  readonly method: string | undefined;
  readonly page: URL | undefined;
}

export type VisitReading =
  | { readonly ok: true; readonly visit: Visit }
  | { readonly ok: false; readonly field: string; readonly rule: string };

const methodForm = /^[A-Za-z-]{1,32}$/;
const protocolForm = /^(?:http|https|ws|wss)$/;
const hostForm = /^(?:[\p{L}\p{N}_.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/u;
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is its purpose.
const pathForm = /^\/[^\u0000-\u0020\u007f]*$/;

const unknown: Visit = { method: undefined, page: undefined };

/** Nothing is known of what was wanted: nobody is led anywhere. */
export const unknownVisit: VisitReading = { ok: true, visit: unknown };

/** The parts of a visit as a proxy names them, each with the header that it stands in. */
export interface VisitParts {
  readonly method: Part;
  readonly protocol: Part;
  readonly host: Part;
  readonly path: Part;
}

export interface Part {
  readonly field: string;
  readonly text: string | undefined;
}

/**
 * Reads a visit from its parts. A part that is missing is not known; one that is no such thing is an error, whoever
 * stands at the door: what cannot be read must not be passed over (security checklist R13).
 */
export function readVisit({ method, protocol, host, path }: VisitParts): VisitReading {
  if (isBroken(method, methodForm)) return bad(method, 'must be a method');
  if (isBroken(protocol, protocolForm)) return bad(protocol, 'must be http, https, ws or wss');
  if (isBroken(host, hostForm) || (host.text !== undefined && !URL.canParse(`http://${host.text}/`)))
    return bad(host, 'must be a host, with or without a port');
  if (isBroken(path, pathForm)) return bad(path, 'must be a path');
  if (protocol.text === undefined || host.text === undefined || path.text === undefined)
    return { ok: true, visit: { method: method.text, page: undefined } };
  // Put together before it is read: a path that begins with two slashes names no other host.
  const page = new URL(`${protocol.text}://${host.text}${path.text}`);
  return { ok: true, visit: { method: method.text, page } };
}

/** The same from a method and a whole address. */
export function readVisitTo(method: Part, address: Part): VisitReading {
  if (isBroken(method, methodForm)) return bad(method, 'must be a method');
  if (address.text === undefined) return { ok: true, visit: { method: method.text, page: undefined } };
  return isWholeAddress(address.text)
    ? { ok: true, visit: { method: method.text, page: new URL(address.text) } }
    : bad(address, 'must be an http or https address');
}

const addressForm = /^https?:\/\/[^/\s\\@]+\/[^\s]*$/i;

function isWholeAddress(text: string): boolean {
  return addressForm.test(text) && URL.canParse(text);
}

function isBroken({ text }: Part, form: RegExp): boolean {
  return text !== undefined && !form.test(text);
}

function bad({ field }: Part, rule: string): VisitReading {
  return { ok: false, field, rule };
}
