import { ask } from '../../../../test/harness/rest-client.ts';
import type { Carried } from './transports.ts';

interface Address {
  readonly url: string;
}

interface Asking {
  readonly id: string;
  readonly secret: string;
}

/** A place where credentials are presented. */
export interface Entry {
  readonly name: string;
  readonly isDoor: boolean;
  /** Presents what is carried, and says what came of it: yes, no, or that the request is no question at all. */
  present(house: Address, wiki: Asking, carried: Carried): Promise<string>;
}

/** What is no question there: 400 and 415, and 405 where nobody may send a form. */
const answers: Readonly<Record<number, string>> = {
  200: 'yes',
  400: '–',
  401: 'no',
  403: 'no',
  405: '–',
  415: '–',
};

function nameOf(status: number): string {
  return answers[status] ?? String(status);
}

export const entries: readonly Entry[] = [
  {
    name: 'REST',
    isDoor: false,
    present: ({ url }, _wiki, carried) => send(`${url}/api/rest/users/me`, carried),
  },
  {
    // The wiki says who it is by its own secret; what it asks about stands in the form, and only there.
    name: 'introspection',
    isDoor: false,
    present: async ({ url }, { id, secret }, { headers = {}, query = {}, body = {} }) => {
      const { status, text } = await ask(`${url}/api/rest/oauth2/introspect${queryOf(query)}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Basic ${btoa(`${id}:${secret}`)}`,
          ...headers,
        },
        body: new URLSearchParams(body).toString(),
      });
      if (status === 200) return text === '{"active":false}' ? 'no' : 'yes';
      return nameOf(status);
    },
  },
  door('door of nginx', '/api/authz/auth-request?service=wiki'),
  door('door of Traefik and Caddy', '/api/authz/forward-auth?service=wiki'),
  door('door of Envoy', '/api/authz/ext-authz/service=wiki/page'),
];

function door(name: string, path: string): Entry {
  return { name, isDoor: true, present: ({ url }, _wiki, carried) => send(`${url}${path}`, carried) };
}

/** A form goes with POST; whoever takes GET alone has no body to look into. */
async function send(address: string, { headers = {}, query = {}, body }: Carried): Promise<string> {
  const more = queryOf(query);
  const target = address.includes('?') && more !== '' ? `${address}&${more.slice(1)}` : `${address}${more}`;
  const { status } =
    body === undefined
      ? await ask(target, { headers })
      : await ask(target, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
          body: new URLSearchParams(body).toString(),
        });
  return nameOf(status);
}

function queryOf(query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString();
  return text === '' ? '' : `?${text}`;
}
