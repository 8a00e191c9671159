import { rememberErrorBody, rememberSecret } from './run-folder.ts';

/** An answer with its body already read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; throws where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests reach into bodies whose shape is what they check.
  readonly json: any;
}

export interface Ask {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly cookie?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** Sends one request, never follows a redirect, and keeps error bodies for the canary suite. */
export async function ask(
  url: string,
  { method = 'GET', token, cookie, headers, body }: Ask = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(cookie !== undefined && { cookie, 'sec-fetch-site': 'same-origin' }),
      ...(body !== undefined && typeof body !== 'string' && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  if (response.status >= 400) rememberErrorBody(text);
  return {
    status: response.status,
    headers: response.headers,
    text,
    get json() {
      return JSON.parse(text);
    },
  };
}

/** Posts a form the way a page of ours does. */
export function postForm(
  url: string,
  fields: Readonly<Record<string, string>>,
  cookie?: string,
): Promise<Answer> {
  return ask(url, {
    method: 'POST',
    cookie,
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams(fields).toString(),
  });
}

/** The first administrator of every test. */
export const administrator = {
  login: 'ada',
  name: 'Ada Lovelace',
  password: rememberSecret('canary correct horse battery staple'),
};

/** Completes set-up over HTTP and signs the administrator in; answers the session cookie. */
export async function setUp(authority: {
  readonly url: string;
  readonly setUpCode: string | undefined;
}): Promise<string> {
  const { login, name, password } = administrator;
  const done = await postForm(`${authority.url}/setup`, {
    code: authority.setUpCode ?? '',
    login,
    name,
    password,
    repeated: password,
  });
  if (done.status !== 303) throw new Error(`set-up answered ${done.status}: ${done.text}`);
  return signIn(authority.url, login, password);
}

/** Signs in over HTTP; answers the cookie header of the session. */
export async function signIn(url: string, login: string, password: string): Promise<string> {
  const answer = await postForm(`${url}/sign-in`, { login, password });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (answer.status !== 303 || cookie === undefined)
    throw new Error(`sign-in answered ${answer.status}: ${answer.text}`);
  rememberSecret(cookie.slice(cookie.indexOf('=') + 1));
  return cookie;
}

/**
 * Signs in somebody whose password an administrator chose, who then chooses another one; answers the cookie header
 * of the session.
 */
export async function signInFirst(
  url: string,
  login: string,
  password: { readonly initial: string; readonly own: string },
): Promise<string> {
  const answer = await postForm(`${url}/sign-in/new-password`, {
    login,
    password: password.initial,
    newPassword: password.own,
  });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (answer.status !== 303 || cookie === undefined)
    throw new Error(`the first sign-in answered ${answer.status}: ${answer.text}`);
  rememberSecret(cookie.slice(cookie.indexOf('=') + 1));
  return cookie;
}

/** Registers a service; answers its id and secret. */
export async function registerService(
  url: string,
  cookie: string,
  key: string,
  name: string = key,
): Promise<{ id: string; key: string; secret: string }> {
  const answer = await ask(`${url}/api/rest/services`, { method: 'POST', cookie, body: { name, key } });
  if (answer.status !== 200)
    throw new Error(`registering a service answered ${answer.status}: ${answer.text}`);
  return { id: answer.json.id, key, secret: rememberSecret(answer.json.secret) };
}

/** Issues a permanent token for a user; answers the token and its id. */
export async function issueToken(
  url: string,
  cookie: string,
  scope: readonly string[],
  more: { readonly userId?: string; readonly name?: string; readonly expires?: number } = {},
): Promise<{ id: string; token: string }> {
  const answer = await ask(`${url}/api/rest/users/${more.userId ?? 'me'}/permanenttokens`, {
    method: 'POST',
    cookie,
    body: {
      name: more.name ?? 'a token',
      scope: scope.map((id) => ({ id })),
      ...(more.expires !== undefined && { expires: more.expires }),
    },
  });
  if (answer.status !== 200) throw new Error(`issuing a token answered ${answer.status}: ${answer.text}`);
  return { id: answer.json.id, token: rememberSecret(answer.json.token) };
}

/** Asks whether a token is active for a service. */
export function introspect(
  url: string,
  service: { readonly id: string; readonly secret: string },
  token: string,
): Promise<Answer> {
  return ask(`${url}/api/rest/oauth2/introspect`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${service.id}:${service.secret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ token }).toString(),
  });
}
