import { createHash, randomBytes } from 'node:crypto';
import { authorize, type Visitor } from './oauth-visitor.ts';
import { type Answer, ask } from './rest-client.ts';
import { rememberSecret } from './run-folder.ts';

/** A registered application as its own code knows it; one without a secret is public. */
export interface TestClient {
  readonly url: string;
  readonly id: string;
  readonly secret?: string | undefined;
  readonly redirectUri: string;
}

export interface Tokens {
  readonly access: string;
  readonly refresh: string;
}

/** As REST takes them. */
type ClientSettings = Readonly<Record<string, unknown>> & {
  readonly redirectUris?: readonly string[];
};

/** Registers an application with its OAuth settings, as an administrator. */
export async function registerClient(
  { url, cookie }: { readonly url: string; readonly cookie: string },
  key: string,
  settings: ClientSettings = {},
): Promise<TestClient> {
  const made = await ask(`${url}/api/rest/services`, { method: 'POST', cookie, body: { name: key, key } });
  const { id, secret } = made.json;
  rememberSecret(secret);
  const [redirectUri = `https://${key}.example.test/callback`] = settings.redirectUris ?? [];
  const set = await ask(`${url}/api/rest/services/${id}`, {
    method: 'POST',
    cookie,
    body: {
      redirectUris: [redirectUri],
      authCodeFlowEnabled: true,
      refreshTokensEnabled: true,
      ...settings,
    },
  });
  if (set.status !== 200) throw new Error(`the OAuth settings were answered ${set.status}: ${set.text}`);
  return { url, id, redirectUri, ...(settings.trusted !== false && { secret }) };
}

/**
 * The address to which an application sends a browser, and the verifier that belongs to it. A parameter that is
 * undefined is left out.
 */
export function authorizationRequest(
  client: TestClient,
  more: Readonly<Record<string, string | undefined>> = {},
): { readonly address: string; readonly verifier: string } {
  const verifier = randomBytes(32).toString('base64url');
  const fields = {
    client_id: client.id,
    response_type: 'code',
    redirect_uri: client.redirectUri,
    scope: 'Hub',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...more,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) query.append(name, value);
  return { address: `${client.url}/api/rest/oauth2/auth?${query}`, verifier };
}

/** Lets a visitor agree; answers the code and the verifier that it belongs to. */
export async function askForCode(
  client: TestClient,
  visitor: Visitor,
  scope: string,
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: string; readonly verifier: string }> {
  const { address, verifier } = authorizationRequest(client, { scope, ...more });
  const { location, page } = await authorize(visitor, address);
  const code = location === undefined ? null : new URL(location).searchParams.get('code');
  if (code === null) throw new Error(`no code came: ${location ?? page?.text}`);
  return { code: rememberSecret(code), verifier };
}

/** How a confidential client authenticates (RFC 6749 §2.3.1); a public one does not. */
export function authenticationOf({ id, secret }: TestClient): Readonly<Record<string, string>> {
  return secret === undefined
    ? {}
    : { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
}

/** Posts a form, as it is written, to an endpoint that clients ask; nobody authenticates by itself. */
export function postAsWritten(
  { url }: Pick<TestClient, 'url'>,
  endpoint: 'token' | 'revoke' | 'par',
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return ask(`${url}/api/rest/oauth2/${endpoint}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body,
  });
}

/** One request to the token endpoint, as the client authenticates. */
export async function askForTokens(
  client: TestClient,
  fields: Readonly<Record<string, string>>,
): Promise<Answer> {
  const answer = await postAsWritten(client, 'token', formOf(client, fields), authenticationOf(client));
  if (answer.status === 200)
    for (const token of [answer.json.access_token, answer.json.refresh_token])
      if (typeof token === 'string') rememberSecret(token);
  return answer;
}

/** Gives a token back, as the client authenticates. */
export function giveBack(client: TestClient, token: string, hint?: string): Promise<Answer> {
  const fields = { token, ...(hint !== undefined && { token_type_hint: hint }) };
  return postAsWritten(client, 'revoke', formOf(client, fields), authenticationOf(client));
}

function formOf({ id, secret }: TestClient, fields: Readonly<Record<string, string>>): string {
  return new URLSearchParams({ ...(secret === undefined && { client_id: id }), ...fields }).toString();
}

export function redeem(
  client: TestClient,
  { code, verifier }: { readonly code: string; readonly verifier: string },
) {
  return askForTokens(client, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: client.redirectUri,
  });
}

export function refresh(client: TestClient, token: string, more: Readonly<Record<string, string>> = {}) {
  return askForTokens(client, { grant_type: 'refresh_token', refresh_token: token, ...more });
}

/** Signs a visitor in at the application, for good. */
export async function connect(client: TestClient, visitor: Visitor, scope = 'Hub'): Promise<Tokens> {
  const answer = await redeem(client, await askForCode(client, visitor, scope, { access_type: 'offline' }));
  if (answer.status !== 200) throw new Error(`the code was answered ${answer.status}: ${answer.text}`);
  return { access: answer.json.access_token, refresh: answer.json.refresh_token };
}
