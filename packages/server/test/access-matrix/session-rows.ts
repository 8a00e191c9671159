import type { EndpointId } from '@countersign/api';
import { ask } from '../../../../test/harness/rest-client.ts';
import type { OpenAuthority } from '../harness/open-authority.ts';
import { createPerson } from '../harness/people.ts';
import type { Cast } from './callers.ts';
import { absentId, each, type RowsOf } from './row.ts';

/** Rows about where people are signed in. Sessions that a row ends belong to somebody made for it. */
export function sessionRows(
  house: OpenAuthority,
  cast: Cast,
): RowsOf<Extract<EndpointId, `sessions.${string}`>> {
  let made = 0;
  const signedIn = async () => {
    const { id: userId, cookie } = await createPerson(house, `signed-in-for-one-cell-${++made}`);
    const { json } = await ask(`${house.url}/api/rest/users/me/sessions`, { cookie });
    return { userId, sessionId: json.sessions[0].id as string };
  };
  const users = {
    me: 'me',
    "the owner's": cast.owner.id,
    "an administrator's": house.administratorId,
    absent: absentId,
  };
  return {
    'sessions.list': each(users, (userId) => ({ parameters: { userId } })),
    'sessions.end': {
      "a new one's": async () => ({ parameters: await signedIn() }),
      "the owner, a new one's": async () => ({
        parameters: { ...(await signedIn()), userId: cast.owner.id },
      }),
      'the owner, absent': () => ({ parameters: { userId: cast.owner.id, sessionId: absentId } }),
      'absent user': () => ({ parameters: { userId: absentId, sessionId: absentId } }),
    },
    'sessions.endAll': {
      "a new one's": async () => ({ parameters: { userId: (await signedIn()).userId } }),
      absent: () => ({ parameters: { userId: absentId } }),
    },
  };
}
