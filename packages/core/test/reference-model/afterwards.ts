import type { Act, Actor, Group, Rights, User, World } from './world.ts';
import { global, observer } from './world.ts';

/**
 * The other half of the reference model: what the world is after an act that nothing stood in the way of. The new
 * thing, if there is one, is called `id`. What ends is gone from the world with everything that named it.
 */
export function afterwards(world: World, actor: Actor, act: Act, id: string): World {
  const { users, groups, roles, given, projects, services, declared, tokens } = world;
  const user = (name: string) => users.get(name) as User;
  const group = (name: string) => groups.get(name) as Group;
  switch (act.do) {
    case 'edit user':
    case 'create project':
    case 'edit project':
    case 'edit service':
      return act.do === 'create project' ? { ...world, projects: new Set([...projects, id]) } : world;
    case 'create user': {
      const joined = new Set(act.groups);
      for (const [name, { autoJoin }] of groups) if (autoJoin) joined.add(name);
      return {
        ...world,
        users: put(users, id, { bot: act.bot, signsIn: false, state: 'active', owner: act.owner }),
        groups: each(groups, (one, name) =>
          joined.has(name) ? { ...one, members: [...one.members, id] } : one,
        ),
        given: put(given, `first of ${id}`, { role: observer, to: id, at: global }),
      };
    }
    case 'change owner':
      return { ...world, users: put(users, act.user, { ...user(act.user), owner: act.owner }) };
    case 'ban':
      return leave(world, act.user, 'banned', act.successor);
    case 'unban':
      return { ...world, users: put(users, act.user, { ...user(act.user), state: 'active' }) };
    case 'delete user': {
      const left = leave(world, act.user, 'deleted', act.successor);
      return {
        ...left,
        groups: each(groups, (one) => ({ ...one, members: without(one.members, act.user) })),
        given: only(given, ({ to }) => to !== act.user),
        tokens: only(tokens, (token) => token.user !== act.user),
      };
    }
    case 'create group': {
      const made: Group = { above: act.above, autoJoin: act.autoJoin, members: [], managers: [] };
      return { ...world, groups: put(groups, id, made) };
    }
    case 'edit group':
      return { ...world, groups: put(groups, act.group, { ...group(act.group), autoJoin: act.autoJoin }) };
    case 'move group':
      return { ...world, groups: put(groups, act.group, { ...group(act.group), above: act.above }) };
    case 'delete group':
      return deleteGroup(world, act.group, act.successor);
    case 'join': {
      const members = [...group(act.group).members, act.user];
      return { ...world, groups: put(groups, act.group, { ...group(act.group), members }) };
    }
    case 'leave': {
      const members = without(group(act.group).members, act.user);
      return { ...world, groups: put(groups, act.group, { ...group(act.group), members }) };
    }
    case 'set managers':
      return { ...world, groups: put(groups, act.group, { ...group(act.group), managers: act.managers }) };
    case 'create role':
      return { ...world, roles: put(roles, id, act.permissions) };
    case 'change role':
      return { ...world, roles: put(roles, act.role, act.permissions) };
    case 'delete role':
      return { ...world, roles: only(roles, (_, name) => name !== act.role) };
    case 'give':
      return { ...world, given: put(given, id, { role: act.role, to: act.to, at: act.at }) };
    case 'take':
      return { ...world, given: only(given, (_, name) => name !== act.given) };
    case 'delete project':
      return {
        ...world,
        projects: new Set(without([...projects], act.project)),
        given: only(given, ({ at }) => at !== act.project),
      };
    case 'register service':
      return { ...world, services: put(services, id, act.viewers) };
    case 'set viewers':
      return { ...world, services: put(services, act.service, act.viewers) };
    case 'delete service':
      return {
        ...world,
        services: only(services, (_, name) => name !== act.service),
        declared: only(declared, ({ service }) => service !== act.service),
      };
    case 'declare': {
      const { service, scope, implies } = act;
      return { ...world, declared: put(declared, act.key, { service, scope, implies }) };
    }
    case 'imply': {
      const known = declared.get(act.key);
      return known === undefined
        ? world
        : { ...world, declared: put(declared, act.key, { ...known, implies: act.implies }) };
    }
    case 'withdraw':
      return { ...world, declared: only(declared, (_, key) => key !== act.key) };
    case 'issue': {
      const { user: owner, audience } = act;
      // One's own token, made in a session, follows its owner; every other stays below what its maker carried.
      const isOwn = owner === actor.user && actor.token === undefined;
      const ceiling = isOwn ? undefined : actor.carries;
      const made = { user: owner, author: actor.user, audience, grant: grantOf(world, act), ceiling };
      return { ...world, tokens: put(tokens, id, made) };
    }
    case 'revoke':
      return { ...world, tokens: only(tokens, (_, name) => name !== act.token) };
  }
}

/** Somebody goes: their sessions end, and whoever answers for their bots from now on is somebody else or nobody. */
function leave(world: World, id: string, state: User['state'], successor: string | undefined): World {
  const bots = each(world.users, (user) =>
    successor !== undefined && user.owner === id && user.state !== 'deleted'
      ? { ...user, owner: successor }
      : user,
  );
  return {
    ...world,
    users: put(bots, id, { ...(world.users.get(id) as User), state }),
    sessions: only(world.sessions, (user) => user !== id),
  };
}

/** The groups below move up; members go to the successor; nobody holds anything by it or in it. */
function deleteGroup(world: World, id: string, successor: string | undefined): World {
  const { above, members } = world.groups.get(id) as Group;
  const left = only(world.groups, (_, name) => name !== id);
  return {
    ...world,
    groups: each(left, (one, name) => ({
      ...one,
      above: one.above === id ? above : one.above,
      members: name === successor ? [...new Set([...one.members, ...members])] : one.members,
      managers: without(one.managers, id),
    })),
    given: only(world.given, ({ to }) => to !== id),
    services: each(world.services, (viewers) => without(viewers, id)),
  };
}

/** Permissions, projects, or both; what is left out is everything that the audience declares, or everywhere. */
function grantOf(
  world: World,
  { audience, permissions, projects }: Act & { do: 'issue' },
): Rights | undefined {
  if (permissions === undefined && projects === undefined) return undefined;
  const offered = [...world.declared].filter(
    ([, { service, scope }]) => audience.includes(service) && (projects === undefined || scope === 'project'),
  );
  const keys = permissions ?? offered.map(([key]) => key);
  return new Set((projects ?? [global]).flatMap((place) => keys.map((key) => `${key}@${place}`)));
}

function put<Value>(map: ReadonlyMap<string, Value>, name: string, value: Value): ReadonlyMap<string, Value> {
  return new Map(map).set(name, value);
}

function only<Value>(
  map: ReadonlyMap<string, Value>,
  stays: (value: Value, name: string) => boolean,
): ReadonlyMap<string, Value> {
  return new Map([...map].filter(([name, value]) => stays(value, name)));
}

function each<Value>(
  map: ReadonlyMap<string, Value>,
  change: (value: Value, name: string) => Value,
): ReadonlyMap<string, Value> {
  return new Map([...map].map(([name, value]) => [name, change(value, name)]));
}

const without = (list: readonly string[], one: string) => list.filter((other) => other !== one);
