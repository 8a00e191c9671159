import type { Actor } from '../access/actor.ts';
import { seesAllGroups, seesUserDetails } from '../access/authorize.ts';
import { authorizeReadCredentials } from '../access/authorize-credentials.ts';
import { isSelf } from '../access/guard.ts';
import type { PermanentTokenTables } from '../credentials/credential-store.ts';
import { builtInGroupsOf, type Group } from '../identity/group.ts';
import { ancestorsIn } from '../identity/group-tree.ts';
import type { GroupTables, UserTables } from '../identity/identity-store.ts';
import type { User } from '../identity/user.ts';
import type { UserId } from '../kernel/id.ts';
import type { Clock, Instant } from '../kernel/instant.ts';
import { isPending } from '../second-factor/add-factor.ts';
import { type FactorTables, isActive } from '../second-factor/factor.ts';
import { isRegistered } from '../second-factor/passkey.ts';
import type { LastAccessPort } from './last-access-store.ts';

/** What can be shown beside an account and costs a question of its own. */
export const userOverviewParts = [
  'owner',
  'suspended',
  'groups',
  'transitiveGroups',
  'tokensCount',
  'lastAccess',
  'twoFactor',
] as const;

export type UserOverviewPart = (typeof userOverviewParts)[number];

/** What stands beside an account as one actor may see it; what was not asked for is absent. */
export interface UserOverview {
  readonly owner?: User | undefined;
  /** A bot that nobody active answers for. */
  readonly suspended?: boolean | undefined;
  /** The groups that were joined; of somebody else only for who may read groups. */
  readonly groups?: readonly Group[] | undefined;
  /** With those above them, and the built-in ones, which everybody may know. */
  readonly transitiveGroups?: readonly Group[] | undefined;
  /** Absent, too, for who may not read the user's tokens. */
  readonly tokensCount?: number | undefined;
  /** Absent, too, for who may not read the user in full, and for a user who was never seen. */
  readonly lastAccessAt?: Instant | undefined;
  /** Absent, too, for who may not know how the user signs in. */
  readonly twoFactor?: { readonly isOn: boolean; readonly isPending: boolean } | undefined;
}

export interface UserOverviewPorts {
  readonly clock: Clock;
  readonly store: {
    readonly tables: UserTables & GroupTables & PermanentTokenTables & FactorTables;
  } & LastAccessPort;
}

/** Reads what stands beside the accounts of a page: for each part one question, however many accounts there are. */
export async function readUserOverviews(
  ports: UserOverviewPorts,
  actor: Actor,
  users: readonly User[],
  wanted: ReadonlySet<UserOverviewPart>,
): Promise<ReadonlyMap<UserId, UserOverview>> {
  const owners = await readOwners(ports, users, wanted);
  const groupsOf = await readGroups(ports, actor, users, wanted);
  const tokens = await countTokens(ports, actor, users, wanted);
  const seen = await readLastAccess(ports, actor, users, wanted);
  const twoFactors = await readTwoFactors(ports, actor, users, wanted);
  return new Map(
    users.map((user) => {
      const owner = user.ownerId === undefined ? undefined : owners?.get(user.ownerId);
      const overview: UserOverview = {
        owner,
        suspended: owners && user.kind === 'bot' && !answers(owner),
        ...groupsOf(user),
        tokensCount: tokens.get(user.id),
        lastAccessAt: seen.get(user.id),
        twoFactor: twoFactors.get(user.id),
      };
      return [user.id, overview];
    }),
  );
}

/** Whether somebody answers for a bot: see `isAnsweredFor`. */
function answers(owner: User | undefined): boolean {
  return owner?.kind === 'person' && owner.state.kind === 'active';
}

async function readOwners(
  { store }: UserOverviewPorts,
  users: readonly User[],
  wanted: ReadonlySet<UserOverviewPart>,
): Promise<ReadonlyMap<UserId, User> | undefined> {
  if (!wanted.has('owner') && !wanted.has('suspended')) return undefined;
  return store.tables.users.findEach(users.flatMap(({ ownerId }) => ownerId ?? []));
}

async function readGroups(
  { store }: UserOverviewPorts,
  actor: Actor,
  users: readonly User[],
  wanted: ReadonlySet<UserOverviewPart>,
): Promise<(user: User) => Pick<UserOverview, 'groups' | 'transitiveGroups'>> {
  if (!wanted.has('groups') && !wanted.has('transitiveGroups')) return () => ({});
  const { groups } = store.tables;
  const visible = users.filter(({ id }) => seesAllGroups(actor) || isSelf(actor, id)).map(({ id }) => id);
  const joined = await groups.listJoinedOfEach(visible);
  const known = await groups.findWithAncestors([...new Set([...joined.values()].flat())]);
  return ({ id }) => {
    const own = inOrder((joined.get(id) ?? []).flatMap((group) => known.get(group) ?? []));
    const above = own.flatMap((group) => ancestorsIn(known, group));
    const all = new Map([...above, ...builtInGroupsOf(id)].map((group) => [group.id, group]));
    return { groups: own, transitiveGroups: inOrder([...all.values()]) };
  };
}

function inOrder(groups: readonly Group[]): readonly Group[] {
  return groups.toSorted((a, b) => (a.nameForm < b.nameForm ? -1 : 1));
}

async function countTokens(
  { store }: UserOverviewPorts,
  actor: Actor,
  users: readonly User[],
  wanted: ReadonlySet<UserOverviewPart>,
): Promise<ReadonlyMap<UserId, number>> {
  if (!wanted.has('tokensCount')) return new Map();
  const visible = users.filter(({ id }) => authorizeReadCredentials(actor, id).ok).map(({ id }) => id);
  return store.tables.permanentTokens.countOf(visible);
}

async function readTwoFactors(
  { clock, store }: UserOverviewPorts,
  actor: Actor,
  users: readonly User[],
  wanted: ReadonlySet<UserOverviewPart>,
): Promise<ReadonlyMap<UserId, NonNullable<UserOverview['twoFactor']>>> {
  if (!wanted.has('twoFactor')) return new Map();
  const visible = users.filter(({ id }) => authorizeReadCredentials(actor, id).ok).map(({ id }) => id);
  const now = clock.now();
  const apps = await store.tables.factors.listOfEach(visible);
  const keys = await store.tables.passkeys.listOfEach(visible);
  return new Map(
    visible.map((id) => {
      const [appsOf, keysOf] = [apps.get(id) ?? [], keys.get(id) ?? []];
      return [
        id,
        {
          isOn: appsOf.some(isActive) || keysOf.some(isRegistered),
          // Hub's word for an app that was begun: a passkey is registered in one go.
          isPending: appsOf.some((app) => isPending(app, now)),
        },
      ];
    }),
  );
}

async function readLastAccess(
  { store }: UserOverviewPorts,
  actor: Actor,
  users: readonly User[],
  wanted: ReadonlySet<UserOverviewPart>,
): Promise<ReadonlyMap<UserId, Instant>> {
  if (!wanted.has('lastAccess')) return new Map();
  const visible = users.filter(({ id }) => seesUserDetails(actor, id)).map(({ id }) => id);
  const { lastAccess } = store;
  const traces = [
    await lastAccess.byCredential(visible),
    await lastAccess.bySession(visible),
    await lastAccess.bySignIn(visible),
  ];
  const latest = new Map<UserId, Instant>();
  for (const trace of traces) {
    for (const [id, at] of trace) if (at > (latest.get(id) ?? -Infinity)) latest.set(id, at);
  }
  return latest;
}
