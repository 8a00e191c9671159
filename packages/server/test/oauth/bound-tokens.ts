import {
  askForCode,
  authenticationOf,
  postAsWritten,
  type TestClient,
  type Tokens,
} from '../../../../test/harness/oauth-client.ts';
import type { Visitor } from '../../../../test/harness/oauth-visitor.ts';
import { type ClientKey, type ProofParts, proofFor } from '../../../../test/harness/proof-of-key.ts';
import { type Answer, ask } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';

/** One request to the token endpoint with proof of a key; without a key, with none. */
export async function askWithKey(
  client: TestClient,
  key: ClientKey | undefined,
  fields: Readonly<Record<string, string>>,
): Promise<Answer> {
  const { url, id, secret } = client;
  const target = { method: 'POST', address: `${url}/api/rest/oauth2/token` };
  const form = new URLSearchParams({ ...(secret === undefined && { client_id: id }), ...fields });
  const answer = await postAsWritten(client, 'token', form.toString(), {
    ...authenticationOf(client),
    ...(key !== undefined && { dpop: proofFor(key, target) }),
  });
  if (answer.status === 200)
    for (const token of [answer.json.access_token, answer.json.refresh_token])
      if (typeof token === 'string') rememberSecret(token);
  return answer;
}

/** Redeems a code that a visitor agreed to, with proof of a key. */
export async function redeemWithKey(
  client: TestClient,
  visitor: Visitor,
  key: ClientKey | undefined,
  scope: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const { code, verifier } = await askForCode(client, visitor, scope, { access_type: 'offline', ...more });
  const { redirectUri } = client;
  const given = {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
  };
  return askWithKey(client, key, given);
}

/** Signs a visitor in at the application, with tokens that are bound to the key. */
export async function connectBound(
  client: TestClient,
  visitor: Visitor,
  key: ClientKey,
  scope = 'Hub',
): Promise<Tokens> {
  const answer = await redeemWithKey(client, visitor, key, scope);
  if (answer.status !== 200) throw new Error(`the code was answered ${answer.status}: ${answer.text}`);
  return { access: answer.json.access_token, refresh: answer.json.refresh_token };
}

export function refreshWithKey(
  client: TestClient,
  key: ClientKey | undefined,
  token: string,
): Promise<Answer> {
  return askWithKey(client, key, { grant_type: 'refresh_token', refresh_token: token });
}

/** Asks with a token and a proof of its key. */
export function askBound(
  address: string,
  key: ClientKey,
  token: string,
  { method = 'GET', parts, body }: { method?: string; parts?: ProofParts; body?: unknown } = {},
): Promise<Answer> {
  const dpop = proofFor(key, { method, address, token }, parts);
  return ask(address, {
    method,
    headers: { authorization: `DPoP ${token}`, dpop },
    ...(body !== undefined && { body }),
  });
}
