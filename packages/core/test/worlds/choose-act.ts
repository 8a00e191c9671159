import {
  type Act,
  type Actor,
  allUsers,
  authority,
  global,
  observer,
  registeredUsers,
  systemAdmin,
  type World,
} from '../reference-model/world.ts';
import { type ActPlan, oneOf, someOf } from './plan.ts';
import { isGiven } from './start.ts';

type Choices = readonly [a: number, b: number, c: number, d: number, e: number];
type Chooser = (world: World, actor: Actor, choices: Choices, step: number) => Act | undefined;

/**
 * What a plan's numbers mean in the world as it is: acts that make sense, on things that are there. Whether they
 * are allowed is what the property is about; that nonsense is refused in words is tested where it is refused.
 * Absent where the world has nothing to act on.
 */
export function chooseAct(
  world: World,
  actor: Actor,
  [kind, , ...choices]: ActPlan,
  step: number,
): Act | undefined {
  return oneOf(choosers, kind)?.(world, actor, choices, step);
}

const optional = (list: readonly string[], number: number) => oneOf([undefined, ...list], number);

const groupsOf = ({ groups }: World) =>
  [...groups.keys()].filter((id) => id !== allUsers && id !== registeredUsers);
/** Those that can be changed. */
const rolesOf = ({ roles }: World) => [...roles.keys()].filter((id) => id !== observer);
const servicesOf = ({ services }: World) => [...services.keys()].filter((id) => id !== authority);
const usersThere = ({ users }: World) => [...users.keys()].filter((id) => users.get(id)?.state !== 'deleted');
const activePeople = ({ users }: World) =>
  [...users.keys()].filter((id) => users.get(id)?.bot === false && users.get(id)?.state === 'active');
const botsOf = (world: World) => usersThere(world).filter((id) => world.users.get(id)?.bot);
const others = (world: World, actor: Actor, state: string) =>
  [...world.users.keys()].filter((id) => id !== actor.user && world.users.get(id)?.state === state);
/** Permissions of one service, the authority's too. */
const keysOf = (world: World, services: readonly string[]) =>
  [...world.declared.keys()].filter((key) => services.includes(world.declared.get(key)?.service ?? ''));

const createUser: Chooser = (world, _, [a, b, c]) => {
  const bot = a % 3 === 2;
  const owner = bot ? oneOf(activePeople(world), b) : undefined;
  return { do: 'create user', bot, owner, groups: c % 2 === 0 ? [] : someOf(groupsOf(world), c >>> 1) };
};

const editUser: Chooser = (world, actor, [a, b, c]) => {
  const user = c % 2 === 0 ? actor.user : oneOf(usersThere(world), a);
  const fields = ['name', 'login', 'email', 'purpose'] as const;
  const field = oneOf(fields.slice(0, world.users.get(user ?? '')?.bot ? 4 : 3), b);
  return user === undefined || field === undefined ? undefined : { do: 'edit user', user, field };
};

const changeOwner: Chooser = (world, _, [a, b]) => {
  const [user, owner] = [oneOf(botsOf(world), a), oneOf(activePeople(world), b)];
  return user === undefined || owner === undefined ? undefined : { do: 'change owner', user, owner };
};

const endUser =
  (kind: 'ban' | 'delete user'): Chooser =>
  (world, actor, [a, b]) => {
    const user = oneOf(others(world, actor, 'active'), a);
    if (user === undefined) return undefined;
    const heirs = activePeople(world).filter((id) => id !== user);
    return { do: kind, user, successor: optional(heirs, b) };
  };

const unban: Chooser = (world, actor, [a]) => {
  const user = oneOf(others(world, actor, 'banned'), a);
  return user === undefined ? undefined : { do: 'unban', user };
};

const createGroup: Chooser = (world, _, [a, b]) => ({
  do: 'create group',
  above: optional(groupsOf(world), a),
  autoJoin: b % 2 === 1,
});

const editGroup: Chooser = (world, _, [a, b]) => {
  const group = oneOf(groupsOf(world), a);
  return group === undefined ? undefined : { do: 'edit group', group, autoJoin: b % 2 === 1 };
};

const moveGroup: Chooser = (world, _, [a, b]) => {
  const group = oneOf(groupsOf(world), a);
  if (group === undefined) return undefined;
  const isBelow = (id: string | undefined): boolean =>
    id !== undefined && (id === group || isBelow(world.groups.get(id)?.above));
  return {
    do: 'move group',
    group,
    above: optional(
      groupsOf(world).filter((id) => !isBelow(id)),
      b,
    ),
  };
};

const deleteGroup: Chooser = (world, _, [a, b]) => {
  const group = oneOf(groupsOf(world), a);
  if (group === undefined) return undefined;
  return {
    do: 'delete group',
    group,
    successor: optional(
      groupsOf(world).filter((id) => id !== group),
      b,
    ),
  };
};

const changeMembers =
  (kind: 'join' | 'leave'): Chooser =>
  (world, _, [a, b]) => {
    const group = oneOf(groupsOf(world), a);
    const members = world.groups.get(group ?? '')?.members ?? [];
    const fitting = usersThere(world).filter((id) => members.includes(id) === (kind === 'leave'));
    const user = oneOf(fitting, b);
    return group === undefined || user === undefined ? undefined : { do: kind, group, user };
  };

const setManagers: Chooser = (world, _, [a, b, c]) => {
  const group = oneOf(groupsOf(world), a);
  if (group === undefined) return undefined;
  const present = world.groups.get(group)?.managers ?? [];
  const one = oneOf([...world.groups.keys()], b) as string;
  const changed = present.includes(one) ? present.filter((id) => id !== one) : [...present, one];
  return { do: 'set managers', group, managers: c % 4 === 3 ? someOf([...world.groups.keys()], b) : changed };
};

/** Up to three permissions: what the actor carries in Global, or any. */
function somePermissions(world: World, actor: Actor, [a, b, c, d]: Choices): readonly string[] {
  const own = [...actor.carries].filter((one) => one.endsWith(`@${global}`)).map((one) => one.slice(0, -2));
  const from = d % 4 === 0 ? [...world.declared.keys()] : own.filter((key) => world.declared.has(key));
  const chosen = [a, b, c].slice(0, 1 + ((d >>> 2) % 3)).flatMap((number) => oneOf(from, number) ?? []);
  return [...new Set(chosen)];
}

const createRole: Chooser = (world, actor, choices) => ({
  do: 'create role',
  permissions: somePermissions(world, actor, choices),
});

const changeRole: Chooser = (world, actor, choices) => {
  const role = oneOf(rolesOf(world), choices[4]);
  if (role === undefined) return undefined;
  const present = world.roles.get(role)?.filter((key) => world.declared.has(key)) ?? [];
  const toggled = new Set(somePermissions(world, actor, choices));
  return { do: 'change role', role, permissions: [...toggled.symmetricDifference(new Set(present))] };
};

const deleteRole: Chooser = (world, _, [a]) => {
  const held = new Set([...world.given.values()].map(({ role }) => role));
  const role = oneOf(
    rolesOf(world).filter((id) => !held.has(id)),
    a,
  );
  return role === undefined ? undefined : { do: 'delete role', role };
};

const give: Chooser = (world, _, [a, b, c]) => {
  const one = {
    role: oneOf([...rolesOf(world), observer, systemAdmin], a) as string,
    to: oneOf([...usersThere(world), ...world.groups.keys()], b) as string,
    at: oneOf([global, ...world.projects], c) as string,
  };
  return isGiven(world.given, one) ? undefined : { do: 'give', ...one };
};

const take: Chooser = (world, _, [a]) => {
  const given = oneOf([...world.given.keys()], a);
  return given === undefined ? undefined : { do: 'take', given };
};

const changeProject =
  (kind: 'edit project' | 'delete project'): Chooser =>
  (world, _, [a]) => {
    const project = oneOf([...world.projects], a);
    return project === undefined ? undefined : { do: kind, project };
  };

const registerService: Chooser = (world, _, [a]) => ({
  do: 'register service',
  viewers: someOf([...world.groups.keys()], a),
});

const changeService =
  (kind: 'edit service' | 'delete service'): Chooser =>
  (world, _, [a]) => {
    const service = oneOf(servicesOf(world), a);
    return service === undefined ? undefined : { do: kind, service };
  };

const setViewers: Chooser = (world, _, [a, b]) => {
  const service = oneOf(servicesOf(world), a);
  return service === undefined
    ? undefined
    : { do: 'set viewers', service, viewers: someOf([...world.groups.keys()], b) };
};

const declare: Chooser = (world, _, [a, b, c], step) => {
  const service = oneOf(servicesOf(world), a);
  if (service === undefined) return undefined;
  const key = `new.step-${step}`;
  const scope = b % 2 === 0 ? 'project' : 'global';
  return { do: 'declare', service, key, scope, implies: someOf(keysOf(world, [service]), c) };
};

const imply: Chooser = (world, _, [a, b]) => {
  const key = oneOf(keysOf(world, servicesOf(world)), a);
  const service = world.declared.get(key ?? '')?.service;
  if (key === undefined || service === undefined) return undefined;
  const siblings = keysOf(world, [service]).filter((other) => other !== key);
  return { do: 'imply', key, implies: someOf(siblings, b) };
};

const withdraw: Chooser = (world, _, [a]) => {
  const key = oneOf(keysOf(world, servicesOf(world)), a);
  return key === undefined ? undefined : { do: 'withdraw', key };
};

/** For oneself, for anybody, for a bot; most for the authority too, so that tokens act and make tokens. */
const issue: Chooser = (world, actor, [a, b, c, d, e]) => {
  const owners = [[actor.user], usersThere(world), botsOf(world)][a % 3] ?? [];
  const user = oneOf(owners, a >>> 2) ?? actor.user;
  const chosen = [...(b % 4 === 3 ? [] : [authority]), ...someOf(servicesOf(world), b >>> 2)];
  const audience = chosen.length > 0 ? chosen : [authority];
  const projects = c % 4 < 3 ? undefined : someOf([...world.projects], (c >>> 2) | 1);
  const keys = keysOf(world, audience).filter(
    (key) => projects === undefined || world.declared.get(key)?.scope === 'project',
  );
  const named = someOf(keys, (d << 10) | e);
  const permissions = d % 4 < 2 || named.length === 0 ? undefined : named;
  if (projects?.length === 0) return undefined;
  return { do: 'issue', user, audience, permissions, projects };
};

const revoke: Chooser = (world, _, [a]) => {
  const token = oneOf([...world.tokens.keys()], a);
  return token === undefined ? undefined : { do: 'revoke', token };
};

/** What raises somebody comes more than once. */
const choosers: readonly Chooser[] = [
  issue,
  issue,
  issue,
  changeMembers('join'),
  changeMembers('join'),
  changeMembers('leave'),
  give,
  give,
  take,
  createRole,
  changeRole,
  changeRole,
  deleteRole,
  createUser,
  createUser,
  editUser,
  changeOwner,
  endUser('ban'),
  endUser('delete user'),
  unban,
  createGroup,
  editGroup,
  moveGroup,
  moveGroup,
  deleteGroup,
  setManagers,
  () => ({ do: 'create project' }),
  changeProject('edit project'),
  changeProject('delete project'),
  registerService,
  changeService('edit service'),
  changeService('delete service'),
  setViewers,
  declare,
  imply,
  imply,
  withdraw,
  revoke,
];
