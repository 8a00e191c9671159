import type { Actor, Rights, World } from './world.ts';
import * as w from './world.ts';

/**
 * The reference model: what the sentences about rights say, in as few lines as they take, sharing no code with
 * the product: this folder imports nothing but itself. Here is what a user holds and what a token can do;
 * `obstacle.ts` says what stands in the way of an act, `afterwards.ts` what the world is when nothing does. The
 * product is driven beside it and must agree.
 */
export const right = (name: string, place = w.global) => `jetbrains.jetpass.${name}@${place}`;
export const keyOf = (one: string) => one.slice(0, one.indexOf('@'));

/** A grant in Global covers every place. */
export const covers = (held: Rights, one: string) => held.has(one) || held.has(`${keyOf(one)}@${w.global}`);

export function lacks(held: Rights, wanted: Iterable<string>): Rights {
  return new Set([...wanted].filter((one) => !covers(held, one)));
}

export function both(one: Rights, other: Rights): Rights {
  return new Set([...[...one].filter((r) => covers(other, r)), ...[...other].filter((r) => covers(one, r))]);
}

export function withImplied({ declared }: Pick<World, 'declared'>, keys: Iterable<string>): Rights {
  const all = new Set(keys);
  for (const key of all) {
    const known = declared.get(key);
    if (known === undefined) all.delete(key);
    else for (const implied of known.implies) all.add(implied);
  }
  return all;
}

/** What a role gives in a place: everything in Global, elsewhere only what can hold in a project. */
export function worth(world: World, role: string, at: string): readonly string[] {
  const keys =
    role === w.systemAdmin ? world.declared.keys() : withImplied(world, world.roles.get(role) ?? []);
  const holdsThere = (key: string) => at === w.global || world.declared.get(key)?.scope === 'project';
  return [...keys].filter(holdsThere).map((key) => `${key}@${at}`);
}

export const managing = (group: string) => [right('group-update', group), right('group-read', group)];

/** What being all of these, a user and groups, gives. */
function gives(world: World, who: Rights): Set<string> {
  const rights = new Set<string>();
  for (const { role, to, at } of world.given.values())
    if (who.has(to)) for (const one of worth(world, role, at)) rights.add(one);
  for (const [service, viewers] of world.services)
    if (viewers.some((group) => who.has(group))) rights.add(right('service-read', service));
  for (const [group, { managers }] of world.groups)
    if (managers.some((manager) => who.has(manager))) for (const one of managing(group)) rights.add(one);
  return rights;
}

/** Those named, and all groups above the groups among them. */
function upwards({ groups }: World, named: Iterable<string>): Rights {
  const all = new Set(named);
  for (const one of all) all.add(groups.get(one)?.above ?? one);
  return all;
}

/** A user with every group they are in. */
export function belongings(world: World, user: string): Rights {
  const joined = [...world.groups.keys()].filter((group) => world.groups.get(group)?.members.includes(user));
  return upwards(world, [user, w.allUsers, w.registeredUsers, ...joined]);
}

export const holds = (world: World, user: string): Rights => gives(world, belongings(world, user));
export const groupGives = (world: World, group: string | undefined): Rights =>
  group === undefined ? new Set() : gives(world, upwards(world, [group]));

/** A bot works as long as an active person answers for it. */
function works({ users }: World, id: string): boolean {
  const isActive = (user: w.User | undefined) => user?.state === 'active';
  const user = users.get(id);
  const owner = users.get(user?.owner ?? '');
  return isActive(user) && (user?.bot === false || (isActive(owner) && owner?.bot === false));
}

/** What a token can do at the door of a service, its owner holding so much; absent where it opens nothing. */
export function tokenRights(world: World, id: string, service: string, owned?: Rights): Rights | undefined {
  const token = world.tokens.get(id);
  if (token === undefined || !works(world, token.user) || !token.audience.includes(service)) return undefined;
  const held = owned ?? holds(world, token.user);
  if (service !== w.authority && !covers(held, right('service-read', service))) return undefined;
  const isOffered = (one: string) => token.audience.includes(world.declared.get(keyOf(one))?.service ?? '');
  const limits = [token.grant, token.ceiling].filter((limit) => limit !== undefined);
  return limits.reduce(both, new Set([...held].filter(isOffered)));
}

/** What a credential is worth at this moment; absent when it has ended. */
export function carriesNow(
  world: World,
  { user, session, token }: Omit<Actor, 'carries'>,
): Rights | undefined {
  if (token !== undefined) return tokenRights(world, token, w.authority);
  return works(world, user) && world.sessions.has(session ?? '') ? holds(world, user) : undefined;
}
