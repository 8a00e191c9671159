import { ask, introspect } from '../harness/rest-client.ts';

/** A service at whose doors tokens are checked. */
export interface Door {
  readonly id: string;
  readonly key: string;
  readonly secret: string;
}

/** Forward-auth: whether a token opens the service's door. Throws on any answer but yes and no. */
export async function opensDoor(url: string, door: Door, token: string): Promise<boolean> {
  const { status, text } = await ask(`${url}/api/authz/auth-request?service=${door.key}`, { token });
  if (status === 200) return true;
  if (status === 401) return false;
  throw new Error(`forward-auth answered ${status}: ${text}`);
}

/** Introspection: whether a token is active for the service. Throws on any answer but yes and no. */
export async function isActive(url: string, door: Door, token: string): Promise<boolean> {
  const answer = await introspect(url, door, token);
  if (answer.status !== 200) throw new Error(`introspection answered ${answer.status}: ${answer.text}`);
  return answer.json.active;
}
