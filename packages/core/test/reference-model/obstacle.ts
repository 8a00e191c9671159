import { afterwards } from './afterwards.ts';
import {
  belongings,
  both,
  carriesNow,
  groupGives,
  holds,
  keyOf,
  lacks,
  managing,
  right,
  withImplied,
  worth,
} from './rights.ts';
import type { Act, Actor, Rights, World } from './world.ts';
import * as w from './world.ts';

/** The actor at the moment of the act: whoever was lowered since the request arrived is what they are now. */
export function actingNow(world: World, actor: Actor): Actor | undefined {
  if (carriesNow(world, actor) === undefined) return undefined;
  return { ...actor, carries: both(actor.carries, holds(world, actor.user)) };
}

/** What stands in the way of an act: the rights that are missing, or another reason. */
export function obstacle(world: World, asked: Actor, act: Act): Rights | string | undefined {
  const actor = actingNow(world, asked);
  if (actor === undefined) return 'the actor has ended';
  for (const one of demands(world, actor, act)) if (typeof one === 'string' || one.size > 0) return one;
  const isLost = hasAdministrator(world) && !hasAdministrator(afterwards(world, actor, act, 'new'));
  return isLost ? 'the last administrator' : undefined;
}

function hasAdministrator(world: World): boolean {
  const holders = [...world.given.values()].filter(
    (one) => one.role === w.systemAdmin && one.at === w.global,
  );
  const isOne = (who: Rights) => holders.some(({ to }) => who.has(to));
  const people = [...world.users].filter(([, { signsIn, state }]) => signsIn && state === 'active');
  return people.some(([id]) => isOne(belongings(world, id)));
}

/** What an act asks for, in the order of asking: each answer is what is missing, and should be empty. */
function* demands(world: World, { user, token, carries }: Actor, act: Act): Generator<Rights | string> {
  const need = (name: string, place?: string) => lacks(carries, [right(name, place)]);
  const hold = (rights: Iterable<string>) => lacks(carries, rights);
  const holdEverywhere = (keys: Iterable<string>) => hold([...keys].map((key) => `${key}@${w.global}`));
  /** To act on somebody takes the permission for it and all that they hold. */
  const master = (whom: string, name = 'user-update') => [need(name), hold(holds(world, whom))];
  const difference = (was: Rights, is: Rights) => [...was.difference(is), ...is.difference(was)];
  const roleKeys = (role: string) => withImplied(world, world.roles.get(role) ?? []);
  const botsOf = (whom: string) => [...world.users.keys()].filter((id) => isBotOf(world, id, whom)).sort();

  switch (act.do) {
    case 'create user': {
      yield need('user-create');
      for (const group of act.groups) yield* [need('group-update', group), hold(groupGives(world, group))];
      const born = afterwards(world, { user, token, carries }, act, 'new');
      return yield hold(holds(born, 'new'));
    }
    case 'edit user': {
      const isOwn = act.user === user && act.field !== 'purpose';
      yield* isOwn ? [need('profile-updateSelf')] : master(act.user);
      if (token !== undefined && (act.field === 'login' || act.field === 'email')) yield 'by hand only';
      return yield* isOwn && act.field === 'login' ? master(act.user) : [];
    }
    case 'change owner':
    case 'unban':
      return yield* master(act.user);
    case 'ban':
    case 'delete user': {
      yield* master(act.user, act.do === 'ban' ? 'user-update' : 'user-delete');
      // The bots that somebody else answers for from now on.
      const bots = act.successor === undefined ? [] : botsOf(act.user);
      return yield* bots.flatMap((bot) => master(bot));
    }
    case 'create group':
      yield* [need('group-create'), hold(groupGives(world, act.above))];
      return yield* act.above === undefined ? [] : [need('group-update')];
    case 'edit group': {
      yield need('group-update');
      const opens = act.autoJoin && world.groups.get(act.group)?.autoJoin === false;
      return yield* opens ? [hold(groupGives(world, act.group))] : [];
    }
    case 'move group': {
      yield need('group-update');
      if (act.above === world.groups.get(act.group)?.above) return;
      return yield* [act.above, world.groups.get(act.group)?.above].map((one) =>
        hold(groupGives(world, one)),
      );
    }
    case 'delete group':
      yield* [need('group-delete'), hold(groupGives(world, act.group))];
      if (act.successor === undefined) return;
      return yield* [need('group-update', act.successor), hold(groupGives(world, act.successor))];
    case 'join':
    case 'leave':
      return yield* [need('group-update', act.group), hold(groupGives(world, act.group))];
    case 'set managers':
      return yield* [need('group-update'), hold(managing(act.group))];
    case 'create role':
      return yield* [need('role-update'), holdEverywhere(withImplied(world, act.permissions))];
    case 'change role': {
      const is = withImplied(world, act.permissions);
      return yield* [need('role-update'), holdEverywhere(difference(roleKeys(act.role), is))];
    }
    case 'delete role':
      return yield* [need('role-update'), holdEverywhere(roleKeys(act.role))];
    case 'give':
    case 'take': {
      const { role, at } = act.do === 'give' ? act : (world.given.get(act.given) as w.Given);
      const needed = at === w.global ? need('role-update') : need('project-update', at);
      return yield* [needed, hold(worth(world, role, at))];
    }
    case 'create project':
      return yield need('project-create');
    case 'edit project':
      return yield need('project-update', act.project);
    case 'delete project':
      return yield need('project-delete', act.project);
    case 'register service':
      yield need('low-level');
      return yield* act.viewers.length > 0 ? [need('service-read')] : [];
    case 'edit service':
    case 'delete service':
      return yield need('low-level');
    case 'set viewers':
      return yield* [need('low-level'), need('service-read', act.service)];
    case 'declare':
      return yield* [need('low-level'), holdEverywhere(withImplied(world, act.implies))];
    case 'imply':
    case 'withdraw': {
      const was = withImplied(world, [act.key]);
      const is = withImplied(afterwards(world, { user, token, carries }, act, 'new'), [act.key]);
      const changed = difference(was, is).filter((key) => key !== act.key);
      return yield* [need('low-level'), holdEverywhere(changed)];
    }
    case 'issue':
      yield* act.user === user ? [need('profile-updateSelf')] : master(act.user);
      for (const service of act.audience)
        if (service !== w.authority && need('service-read', service).size > 0) yield 'no such service';
      if (!(act.projects ?? []).every((project) => reaches(world, carries, project))) yield 'no such project';
      yield notHeld(act, act.user === user ? carries : holds(world, act.user));
      if (
        token !== undefined &&
        !act.audience.every((one) => world.tokens.get(token)?.audience.includes(one))
      )
        yield 'wider than itself';
      return;
    case 'revoke': {
      const owner = world.tokens.get(act.token)?.user;
      return yield need(owner === user ? 'profile-updateSelf' : 'user-update');
    }
  }
}

/** Nobody names a project in which they carry nothing. */
function reaches({ declared }: World, carries: Rights, project: string): boolean {
  const isThere = (one: string) => one === `${keyOf(one)}@${project}`;
  const isEverywhere = (one: string) =>
    one === `${keyOf(one)}@${w.global}` && declared.get(keyOf(one))?.scope === 'project';
  return [...carries].some((one) => isThere(one) || isEverywhere(one));
}

/** The named permissions that a token is to be narrowed to and that are not there to be had. */
function notHeld({ permissions = [], projects }: w.Issue, held: Rights): Rights {
  if (projects !== undefined)
    return lacks(
      held,
      permissions.flatMap((key) => projects.map((project) => `${key}@${project}`)),
    );
  const somewhere = new Set([...held].map(keyOf));
  return new Set(permissions.filter((key) => !somewhere.has(key)).map((key) => `${key}@${w.global}`));
}

function isBotOf({ users }: World, id: string, owner: string): boolean {
  return users.get(id)?.owner === owner && users.get(id)?.state !== 'deleted';
}
