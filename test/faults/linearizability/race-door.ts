import { rememberSecret } from '../../harness/run-folder.ts';
import type { Administration } from './administration.ts';

/** A service that asks about tokens, and whose door may demand a permission. */
export interface RaceDoor {
  readonly id: string;
  readonly key: string;
  readonly secret: string;
  readonly permission: string;
  /** Gives that permission, and reading roles at the authority itself. */
  readonly roleId: string;
  /** Somebody who owns tokens for it and nothing else. */
  readonly ownerId: string;
}

/** The authority itself, as a service. */
const authorityId = '0-0-0-0-0';

export async function openDoor(administration: Administration, key: string): Promise<RaceDoor> {
  const permission = `${key}.ENTER`;
  const { id, secret } = await administration.arrange('services', () => ({ key, name: key }));
  await administration.arrange(`services/${id}/permissions`, () => ({ key: permission, name: permission }));
  const permissions = [{ key: permission }, { key: 'jetbrains.jetpass.role-read' }];
  const { id: roleId } = await administration.arrange('roles', () => ({ key, name: key, permissions }));
  const ownerId = await createBot(administration);
  return { id, key, secret: rememberSecret(secret), permission, roleId, ownerId };
}

let bots = 0;

/** Somebody who holds what everybody holds; answers their id. */
export async function createBot(administration: Administration): Promise<string> {
  const { id } = await administration.arrange('users', () => {
    bots += 1;
    return { login: `bot-${bots}`, name: `Bot ${bots}`, kind: 'bot' };
  });
  return id;
}

/** A token that is good at the door and at the authority itself. */
export async function issueRaceToken(
  administration: Administration,
  door: RaceDoor,
  userId: string,
): Promise<{ readonly id: string; readonly token: string }> {
  const body = { name: 'contested', scope: [{ id: authorityId }, { id: door.id }] };
  const { id, token } = await administration.arrange(`users/${userId}/permanenttokens`, () => body);
  return { id, token: rememberSecret(token) };
}
