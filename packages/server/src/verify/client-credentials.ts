import type { CheckRequest } from './check-exchange.ts';

/** What a service sent to prove who it is (RFC 6749 §2.3.1). */
export type PresentedClient =
  | { readonly kind: 'none' }
  | { readonly kind: 'client'; readonly id: string; readonly secret: string }
  | { readonly kind: 'malformed'; readonly text: string };

const basicForm = /^basic ([A-Za-z0-9+/]+={0,2})$/i;

/**
 * Reads client credentials from HTTP Basic or from the form, never from both. Empty parameters count as
 * absent: mail servers send them empty beside Basic. Id and secret are form-encoded inside Basic.
 */
export function readClient(request: CheckRequest, form: ReadonlyMap<string, string>): PresentedClient {
  const header = request.headers.authorization;
  const id = form.get('client_id') ?? '';
  const secret = form.get('client_secret') ?? '';
  if (header === undefined)
    return id === '' || secret === '' ? { kind: 'none' } : { kind: 'client', id, secret };
  if (id !== '' || secret !== '')
    return { kind: 'malformed', text: 'client credentials must be sent only once' };
  return readBasic(header);
}

function readBasic(header: string): PresentedClient {
  const encoded = basicForm.exec(header)?.[1];
  if (encoded === undefined) return { kind: 'none' };
  const pair = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 0) return { kind: 'none' };
  try {
    return {
      kind: 'client',
      id: decodeForm(pair.slice(0, colon)),
      secret: decodeForm(pair.slice(colon + 1)),
    };
  } catch {
    return { kind: 'malformed', text: 'client credentials must be form-encoded inside Basic' };
  }
}

function decodeForm(text: string): string {
  return /[%+]/.test(text) ? decodeURIComponent(text.replaceAll('+', ' ')) : text;
}
