import type { TestContext } from 'node:test';
import {
  authorityServiceId,
  type Caller,
  type Clock,
  type Digest,
  FreshFacts,
  later,
  newTokenText,
  ok,
  type PermanentToken,
  type Random,
  type Secret,
  type SecretHash,
  type Session,
  type Store,
  trustId,
  type UserActor,
  type UserId,
} from '@countersign/core';
import { fixedClock, noon } from '../../../core/test/platform.ts';
import type { World } from '../../../core/test/reference-model/world.ts';
import { arriveInSession, arriveWithToken, openSession } from '../../../core/test/worlds/arrive.ts';
import { insertWorld } from '../../../core/test/worlds/insert-world.ts';
import { founder, plainStart } from '../../../core/test/worlds/start.ts';
import { digest, type OpenFreshStore, random } from './fresh-store.ts';

/**
 * A world made for races: one deputy, bot, friend, team, circle and, where it is raced for, spare role for each trial,
 * so that trials do not meet. The founder lowers on one connection while the deputy or the bot acts on another.
 */
export interface Arena {
  readonly here: RacePorts;
  readonly there: RacePorts;
  readonly founder: Caller<UserActor>;
  /** Whoever acts, arrived while they still were what they are to lose. */
  arrive(trial: number): Promise<Caller<UserActor>>;
}

export interface RacePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly store: Store;
}

export type Racer = 'deputy in a session' | 'deputy with a token' | 'bot with a token';

/** The names of what belongs to a trial. */
export const own = {
  deputy: (trial: number) => `11-${trial}`,
  bot: (trial: number) => `12-${trial}`,
  keeper: (trial: number) => `13-${trial}`,
  friend: (trial: number) => `14-${trial}`,
  team: (trial: number) => `21-${trial}`,
  circle: (trial: number) => `22-${trial}`,
  spareRole: (trial: number) => `31-${trial}`,
  deputyship: (trial: number) => `61-${trial}`,
  session: (trial: number) => `81-${trial}`,
  token: (trial: number) => `91-${trial}`,
} as const;

export const deputies = '30-0';
export const readers = '30-1';

const deputyKeys = ['profile-updateSelf', 'user-update', 'role-update', 'group-update', 'group-create'];

interface ArenaPlan {
  readonly trials: number;
  readonly rightsBy: 'role' | 'team';
  readonly racer: Racer;
  /** Whether there is a role to edit in each trial: whoever may do what is asked of every role there is. */
  readonly spareRoles?: boolean;
}

export async function openArena(t: TestContext, open: OpenFreshStore, plan: ArenaPlan): Promise<Arena> {
  const fresh = await open(t);
  const { store } = fresh;
  await insertWorld(store, arenaWorld(plan));
  await openSession(store, '8-0', founder);
  const secrets = await insertCredentials(store, plan.racer, plan.trials);
  const other = (await fresh.reopen()).store;
  const facts = new FreshFacts(other.facts);
  return {
    here: { clock: fixedClock(noon), random, digest, store },
    there: { clock: fixedClock(noon), random, digest, store: other },
    founder: named(await arriveInSession(store, '8-0', founder), 'lower'),
    async arrive(trial) {
      const secret = secrets[trial];
      const caller =
        secret === undefined
          ? await arriveInSession(other, own.session(trial), own.deputy(trial))
          : await arriveWithToken(facts, secret.reveal());
      return named(caller, 'act');
    },
  };
}

function arenaWorld({ trials, rightsBy, spareRoles = false }: ArenaPlan): World {
  const all = Array.from({ length: trials }, (_, trial) => trial);
  const person = { bot: false, signsIn: true, state: 'active' } as const;
  const global = '0';
  return {
    ...plainStart,
    users: new Map([
      ...plainStart.users,
      ...all.flatMap((trial) => [
        [own.deputy(trial), person] as const,
        [own.keeper(trial), person] as const,
        [own.friend(trial), person] as const,
        [own.bot(trial), { bot: true, signsIn: false, state: 'active', owner: own.keeper(trial) }] as const,
      ]),
    ]),
    groups: new Map([
      ...plainStart.groups,
      ...all.flatMap((trial) => [
        [own.team(trial), { members: [own.deputy(trial)], managers: [], autoJoin: false }] as const,
        [own.circle(trial), { members: [], managers: [], autoJoin: false }] as const,
      ]),
    ]),
    roles: new Map([
      ...plainStart.roles,
      [deputies, [...deputyKeys.map((key) => `jetbrains.jetpass.${key}`), 'wiki.look']],
      [readers, ['wiki.look']],
      ...(spareRoles ? all : []).map((trial) => [own.spareRole(trial), []] as const),
    ]),
    given: new Map([
      ...plainStart.given,
      ...all.flatMap((trial) => {
        const to = rightsBy === 'role' ? own.deputy(trial) : own.team(trial);
        return [
          [own.deputyship(trial), { role: deputies, to, at: global }] as const,
          [`62-${trial}`, { role: deputies, to: own.bot(trial), at: global }] as const,
          [`63-${trial}`, { role: readers, to: own.circle(trial), at: global }] as const,
          // What a deputy keeps: their own tokens stay theirs to make.
          [`64-${trial}`, { role: '0-0-0-1-1', to: own.deputy(trial), at: global }] as const,
        ];
      }),
    ]),
  };
}

/** What the racers act with: a session or a token for each trial. Answers the secrets of tokens. */
async function insertCredentials(store: Store, racer: Racer, trials: number): Promise<readonly Secret[]> {
  const isInSession = racer === 'deputy in a session';
  const secrets = Array.from({ length: isInSession ? 0 : trials }, () =>
    newTokenText('permanentToken', random),
  );
  const caller = { actor: { kind: 'system' }, origin: { requestId: 'arena' } } as const;
  const event = { kind: 'session.started', at: noon, caller, target: { kind: 'authority' } } as const;
  const result = await store.change(async ({ sessions, permanentTokens }) => {
    for (let trial = 0; trial < trials; trial += 1) {
      const secret = secrets[trial];
      const userId = trustId<UserId>(racer === 'bot with a token' ? own.bot(trial) : own.deputy(trial));
      if (secret === undefined) await sessions.insert(aSession(own.session(trial), userId));
      else await permanentTokens.insert(aToken(own.token(trial), userId, digest.secret(secret)));
    }
    return ok({ value: undefined, events: [event], touched: [] });
  });
  if (!result.ok) throw new Error('the credentials of an arena were refused');
  return secrets;
}

function aSession(id: string, userId: UserId): Session {
  const hash = `hash of ${id}` as SecretHash;
  const expiresAt = later(noon, 60_000);
  return {
    id: trustId(id),
    hash,
    userId,
    startedAt: noon,
    expiresAt,
    address: undefined,
    userAgent: undefined,
    hasSecondFactor: false,
  };
}

function aToken(id: string, userId: UserId, hash: SecretHash): PermanentToken {
  return {
    kind: 'permanent-token',
    id: trustId(id),
    hash,
    userId,
    authorId: userId,
    name: id,
    description: undefined,
    audience: [authorityServiceId],
    grant: undefined,
    ceiling: undefined,
    state: { kind: 'active' },
    createdAt: noon,
    expiresAt: undefined,
  };
}

/** The request's own name, by which its event is found in the log. */
function named(caller: Caller<UserActor>, requestId: string): Caller<UserActor> {
  return { ...caller, origin: { requestId } };
}
