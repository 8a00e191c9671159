/** What a request carries to prove who makes it. */
export type Presented =
  | { readonly scheme: 'none' }
  | { readonly scheme: 'bearer'; readonly token: string }
  | { readonly scheme: 'basic'; readonly login: string; readonly password: string }
  | { readonly scheme: 'malformed' };

const bearerForm = /^bearer ([A-Za-z0-9\-._~+/]+=*)$/i;
const ourHeaderLength = 'Bearer '.length + 57;
const basicForm = /^basic ([A-Za-z0-9+/]+={0,2})$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true });
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is its purpose.
const controls = /[\u0000-\u001f\u007f]/;

/** Reads an `Authorization` header: RFC 6750 §2.1, RFC 7617 §2. A scheme that is neither is none of ours. */
export function readAuthorization(header: string | null | undefined): Presented {
  if (header === null || header === undefined || header === '') return { scheme: 'none' };
  // Tokens of ours have one length and no letter that needs a look: the form is read where they are not known.
  if (header.length === ourHeaderLength && header.startsWith('Bearer csn_'))
    return { scheme: 'bearer', token: header.slice('Bearer '.length) };
  const token = bearerForm.exec(header)?.[1];
  if (token !== undefined) return { scheme: 'bearer', token };
  const encoded = basicForm.exec(header)?.[1];
  if (encoded !== undefined) return readPair(encoded);
  return /^(?:bearer|basic)\b/i.test(header) ? { scheme: 'malformed' } : { scheme: 'none' };
}

function readPair(encoded: string): Presented {
  try {
    const pair = utf8.decode(Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0)));
    const colon = pair.indexOf(':');
    if (colon < 0 || controls.test(pair)) return { scheme: 'malformed' };
    return { scheme: 'basic', login: pair.slice(0, colon), password: pair.slice(colon + 1) };
  } catch {
    return { scheme: 'malformed' };
  }
}
