/**
 * One request to the authority, and its answer or its error.
 *
 * A credential goes to the one address it was given for: redirects are never followed. A request carries the
 * token or the cookie, never both. Nothing is ever repeated, as a write without an answer may have taken
 * place. No message holds the token.
 */
import { AuthorityError, authorityError, NetworkError } from './errors.ts';

/**
 * How requests prove who makes them: a function that gives the token each time, or `cookie` for a page of the
 * authority's own origin, in a browser with a session.
 */
export type Credential = 'cookie' | (() => string | Promise<string>);

export interface AuthorityClientOptions {
  /** The authority's public URL; empty for a page at the root of the authority's own origin. */
  readonly url: string;
  /** Without one, only what anybody may know can be read. */
  readonly credential?: Credential;
  /** In place of the platform's `fetch`. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** How long an answer may take; 30 seconds unless told. */
  readonly timeoutSeconds?: number;
}

export interface RequestOptions {
  /** Ends the request early. */
  readonly signal?: AbortSignal;
}

export interface TransportRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below `/api/rest`, one item per segment, not yet encoded. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
  readonly body?: object;
  readonly signal?: AbortSignal | undefined;
}

export type Transport = <Answer>(request: TransportRequest) => Promise<Answer>;

/** Where a resource stands, for whoever opens it by other means: a link of a page. */
export type AddressOf = (request: Pick<TransportRequest, 'path' | 'query'>) => string;

export function addressesOf({ url }: AuthorityClientOptions): AddressOf {
  const root = `${url.replace(/\/+$/, '')}/api/rest`;
  return ({ path, query }) => root + pathText(path) + queryText(query);
}

/** Opens the way to one authority. */
export function openTransport(options: AuthorityClientOptions): Transport {
  const { credential, timeoutSeconds = 30 } = options;
  const addressOf = addressesOf(options);
  const fetch = options.fetch ?? ((url: string, init: RequestInit) => globalThis.fetch(url, init));

  return async <Answer>({ method, path, query, body, signal }: TransportRequest) => {
    const url = addressOf({ path, query });
    const timeout = AbortSignal.timeout(timeoutSeconds * 1000);
    const init: RequestInit = {
      method,
      headers: {
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(typeof credential === 'function' && {
          authorization: `Bearer ${checkToken(await credential())}`,
        }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      credentials: credential === 'cookie' ? 'same-origin' : 'omit',
      redirect: 'manual',
      cache: 'no-store',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    };
    try {
      return (await answerOf(method, await fetch(url, init))) as Answer;
    } catch (error) {
      if (error instanceof AuthorityError) throw error;
      if (signal?.aborted) throw new NetworkError('aborted', 'The request was ended by its caller', error);
      if (timeout.aborted) {
        throw new NetworkError('timeout', `The authority gave no answer in ${timeoutSeconds} seconds`, error);
      }
      throw new NetworkError('unreachable', `The authority cannot be reached${placeOf(options.url)}`, error);
    }
  };
}

/** Where it was looked for, without a name or password that somebody wrote into the address. */
function placeOf(url: string): string {
  const address = URL.parse(url);
  return address === null ? '' : ` at ${address.origin}${address.pathname.replace(/\/+$/, '')}`;
}

async function answerOf(method: string, response: Response): Promise<unknown> {
  // A browser hides where a redirect leads behind the status 0.
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    const description = 'The address redirects elsewhere; give the address that it leads to';
    throw new AuthorityError({ code: 'unexpected_answer', status: response.status, description });
  }
  const text = await response.text();
  const body = isJson(response) ? parse(text) : undefined;
  if (!response.ok) throw authorityError(response, body);
  // Only a deletion is answered with nothing; a text that is not JSON is a page, of some other server.
  const isEmpty = text === '' && method === 'DELETE';
  if (body === undefined && !isEmpty) throw authorityError(response, undefined);
  return body;
}

function isJson(response: Response): boolean {
  return response.headers.get('content-type')?.includes('application/json') ?? false;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

// Encoding leaves dots alone, and a segment of dots would climb to another resource.
function pathText(path: readonly string[]): string {
  for (const segment of path) {
    if (/^\.{0,2}$/.test(segment)) throw new TypeError(`"${segment}" is not an id`);
  }
  return path.map((segment) => `/${encodeURIComponent(segment)}`).join('');
}

function queryText(query: TransportRequest['query'] = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

// The platform's own refusal of a line break in a header repeats the header, and the token with it.
function checkToken(token: string): string {
  if (!/^[\x21-\x7e]+$/.test(token))
    throw new TypeError('The token is empty, or contains a character no token has');
  return token;
}
