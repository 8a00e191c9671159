import type { Administration } from './administration.ts';
import { type Check, checksOfRole, checksOfToken } from './checks.ts';
import type { Connection, WireAnswer, WireRequest } from './connection.ts';
import { createBot, issueRaceToken, type RaceDoor } from './race-door.ts';

/** A register of the authority's: something that is good, and that may end while it is asked about. */
export interface Contested {
  readonly what: string;
  readonly isGoodAtFirst: boolean;
  readonly checks: readonly Check[];
  readonly end: Change;
  /** Absent where what has ended never comes back. */
  readonly makeGood: Change | undefined;
}

/** One way of changing it. */
export interface Change {
  readonly how: string;
  /** Resolves to whether it was acknowledged; throws where it was refused. */
  send(connection: Connection): Promise<boolean>;
}

export type OpenContested = (administration: Administration, door: RaceDoor) => Promise<Contested>;

/** A permanent token, which is revoked. */
async function openRevocation(administration: Administration, door: RaceDoor): Promise<Contested> {
  const { id, token } = await issueRaceToken(administration, door, door.ownerId);
  const path = `users/${door.ownerId}/permanenttokens/${id}`;
  return {
    what: `permanent token ${id} is revoked`,
    isGoodAtFirst: true,
    checks: checksOfToken(door, token),
    end: change('revoke', () => administration.request('DELETE', path)),
    makeGood: undefined,
  };
}

/** A token whose owner is banned, and let in again. */
async function openBan(administration: Administration, door: RaceDoor): Promise<Contested> {
  const userId = await createBot(administration);
  const { token } = await issueRaceToken(administration, door, userId);
  const set = (banned: boolean) => () => administration.request('POST', `users/${userId}`, { banned });
  return {
    what: `user ${userId} is banned`,
    isGoodAtFirst: true,
    checks: checksOfToken(door, token),
    end: change('ban', set(true)),
    makeGood: change('lift the ban', set(false)),
  };
}

/** What a token may do because of a role, which is given to its owner and taken away. */
async function openRoleRemoval(administration: Administration, door: RaceDoor): Promise<Contested> {
  const userId = await createBot(administration);
  const { token } = await issueRaceToken(administration, door, userId);
  const body = { role: { id: door.roleId }, project: { id: '0' } };
  let given = '';
  return {
    what: `user ${userId} loses the role ${door.roleId}`,
    isGoodAtFirst: false,
    checks: checksOfRole(door, token),
    end: change('remove the role', () => administration.request('DELETE', `projectroles/${given}`)),
    makeGood: change(
      'give the role',
      () => administration.request('POST', `users/${userId}/projectroles`, body),
      ({ text }) => {
        given = JSON.parse(text).id;
      },
    ),
  };
}

function change(
  how: string,
  request: () => Promise<WireRequest>,
  onAcknowledged: (answer: WireAnswer) => void = () => undefined,
): Change {
  return {
    how,
    async send(connection) {
      const answer = await connection.ask(await request());
      if (answer === undefined) return false;
      if (answer.status !== 200) throw new Error(`${how} answered ${answer.status}: ${answer.text}`);
      onAcknowledged(answer);
      return true;
    },
  };
}

export const openers = [openRevocation, openBan, openRoleRemoval] as const satisfies readonly OpenContested[];
