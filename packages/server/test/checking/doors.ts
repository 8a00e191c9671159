import { type Answer, ask, introspect } from '../../../../test/harness/rest-client.ts';

/** A service that asks about tokens and whose door a proxy guards. */
export interface Door {
  readonly id: string;
  readonly key: string;
  readonly secret: string;
}

/** The three ways in which a token is checked, all about the same service. */
export interface Checks {
  readonly bearer: Answer;
  readonly introspection: Answer;
  readonly door: Answer;
}

/** Presents a text as a token in all three ways at once. Its scope must hold the door and the authority. */
export async function checkEverywhere(url: string, door: Door, text: string): Promise<Checks> {
  const [bearer, introspection, opened] = await Promise.all([
    ask(`${url}/api/rest/users/me?fields=id`, { token: text }),
    introspect(url, door, text),
    ask(`${url}/api/authz/auth-request?service=${door.key}`, { token: text }),
  ]);
  return { bearer, introspection, door: opened };
}

/** Whether each of the three accepted; throws on an answer that is neither yes nor no. */
export function verdictsOf({ bearer, introspection, door }: Checks): readonly boolean[] {
  if (introspection.status !== 200) throw new Error(`introspection answered ${introspection.status}`);
  for (const { status } of [bearer, door])
    if (status !== 200 && status !== 401) throw new Error(`a check answered ${status}`);
  return [bearer.status === 200, introspection.json.active, door.status === 200];
}

export const accepted = [true, true, true];
export const refused = [false, false, false];

/** What a client can see of an answer, without what differs from one to the next by its nature. */
export function visibleOf({ status, headers, text }: Answer): object {
  const seen = [...headers].filter(([name]) => name !== 'date');
  return {
    status,
    headers: Object.fromEntries(seen),
    text: text.replace(/"request_id":"\w+"/, '"request_id":""'),
  };
}
