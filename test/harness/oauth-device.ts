import { askForTokens, authenticationOf, type TestClient } from './oauth-client.ts';
import { type Answer, ask, postForm } from './rest-client.ts';
import { rememberSecret } from './run-folder.ts';

/** What a device holds after it asked: the code that it shows, and the one that it keeps. */
export interface Device {
  readonly shown: string;
  readonly kept: string;
}

/** Asks for a pair of codes, as a device does (RFC 8628 §3.1). */
export async function askForDeviceCode(
  client: TestClient,
  fields: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const named = client.secret === undefined ? { client_id: client.id } : {};
  const answer = await ask(`${client.url}/api/rest/oauth2/device/auth`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...authenticationOf(client) },
    body: new URLSearchParams({ ...named, scope: 'Hub', ...fields }).toString(),
  });
  if (answer.status === 200) rememberSecret(answer.json.device_code);
  return answer;
}

export async function startDevice(
  client: TestClient,
  fields: Readonly<Record<string, string>> = {},
): Promise<Device> {
  const answer = await askForDeviceCode(client, fields);
  if (answer.status !== 200) throw new Error(`the device was answered ${answer.status}: ${answer.text}`);
  return { shown: answer.json.user_code, kept: answer.json.device_code };
}

/** One question of a device for its tokens. */
export function poll(client: TestClient, { kept }: Pick<Device, 'kept'>): Promise<Answer> {
  const grant_type = 'urn:ietf:params:oauth:grant-type:device_code';
  return askForTokens(client, { grant_type, device_code: kept });
}

/** Types the code on the page; with a button, after the page has said who asks. */
export function typeCode(
  { url }: { readonly url: string },
  cookie: string | undefined,
  shown: string,
  press?: 'allow' | 'deny',
): Promise<Answer> {
  const answer = press === undefined ? {} : { answer: press };
  return postForm(`${url}/device`, { user_code: shown, ...answer }, cookie);
}
