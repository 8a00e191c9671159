import type { Credential } from './credentials.ts';

/** What of a request carries the credential. */
export interface Carried {
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, string>>;
}

/** One way to send a credential. */
export interface Transport {
  readonly name: string;
  carry(credential: Credential): Carried;
}

const basic = (login: string, password: string) =>
  ({
    headers: { authorization: `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}` },
  }) as const;

/** Bytes that a header cannot have are the sender's own mistake: none of the credentials has any. */
export const transports: readonly Transport[] = [
  { name: 'Bearer', carry: ({ text }) => ({ headers: { authorization: `Bearer ${text}` } }) },
  { name: 'Basic, as the password', carry: ({ login, text }) => basic(login, text) },
  { name: 'Basic, as the name', carry: ({ text }) => basic(text, '') },
  { name: 'Basic, as both', carry: ({ text }) => basic(text, text) },
  { name: 'another scheme', carry: ({ text }) => ({ headers: { authorization: `Token ${text}` } }) },
  { name: 'session cookie', carry: ({ text }) => ({ headers: { cookie: `countersign=${text}` } }) },
  { name: 'another cookie', carry: ({ text }) => ({ headers: { cookie: `access_token=${text}` } }) },
  { name: 'query', carry: ({ text }) => ({ query: { access_token: text } }) },
  { name: 'form field access_token', carry: ({ text }) => ({ body: { access_token: text } }) },
  { name: 'form field token', carry: ({ text }) => ({ body: { token: text } }) },
  { name: 'X-Api-Key', carry: ({ text }) => ({ headers: { 'x-api-key': text } }) },
  {
    name: 'Proxy-Authorization',
    carry: ({ text }) => ({ headers: { 'proxy-authorization': `Bearer ${text}` } }),
  },
];
