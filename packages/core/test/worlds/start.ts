import { authorityPermissions } from '../../src/access/permission.ts';
import {
  allUsers,
  authority,
  type Declared,
  type Given,
  type Group,
  global,
  observer,
  registeredUsers,
  systemAdmin,
  type User,
  type World,
} from '../reference-model/world.ts';
import { oneOf, type Plan, someOf } from './plan.ts';

/** The first administrator; plans cannot leave them out, and their acts can. */
export const founder = '1-0';
const projects = ['4-0', '4-1'];
const services = ['5-0', '5-1'];

const observerKeys = ['jetbrains.jetpass.profile-updateSelf', 'jetbrains.jetpass.user-read-basic'];

/** What the two services declare: some only everywhere, some by project, one that implies two others. */
const declared: readonly (readonly [string, Declared])[] = [
  ...authorityPermissions.map(
    ({ key, serviceId, holdsIn, implies }) => [key, { service: serviceId, scope: holdsIn, implies }] as const,
  ),
  ['wiki.look', { service: '5-0', scope: 'project', implies: [] }],
  ['wiki.write', { service: '5-0', scope: 'project', implies: ['wiki.look'] }],
  ['wiki.own', { service: '5-0', scope: 'global', implies: ['wiki.write', 'wiki.look'] }],
  ['build.run', { service: '5-1', scope: 'project', implies: [] }],
  ['build.set', { service: '5-1', scope: 'global', implies: [] }],
];

/** The world in which a plan begins. */
export function startOf(plan: Plan): World {
  const names = [founder, ...plan.users.map((_, index) => `1-${index + 1}`)];
  const users = new Map<string, User>([[founder, { bot: false, signsIn: true, state: 'active' }]]);
  for (const [index, number] of plan.users.entries()) {
    const people = names.filter((name) => users.get(name)?.bot === false);
    const bot = number % 3 === 2;
    const state = number % 16 === 6 ? 'banned' : 'active';
    const signsIn = !bot && number % 8 !== 4;
    users.set(`1-${index + 1}`, { bot, signsIn, state, ...(bot && { owner: oneOf(people, number >>> 4) }) });
  }

  const made = plan.groups.map((_, index) => `2-${index}`);
  const every = [...made, registeredUsers, allUsers];
  const groups = new Map<string, Group>();
  for (const [index, { above, members, managers, autoJoin }] of plan.groups.entries()) {
    groups.set(`2-${index}`, {
      above: oneOf([undefined, ...made.slice(0, index)], above),
      members: someOf(names, members),
      // Every second group is kept by itself alone: by who may change all groups.
      managers: managers % 2 === 0 ? [] : someOf(every, managers >>> 1),
      autoJoin,
    });
  }
  for (const id of [registeredUsers, allUsers])
    groups.set(id, { members: [], managers: [], autoJoin: false });

  const keys = declared.map(([key]) => key);
  const given = new Map<string, Given>([['6-0', { role: systemAdmin, to: founder, at: global }]]);
  for (const name of names.slice(1)) given.set(`7-${name}`, { role: observer, to: name, at: global });
  const own = plan.roles.map((_, index) => `3-${index}`);
  const many = [...own, ...own, observer, systemAdmin];
  for (const [index, [role, to, at]] of plan.given.entries()) {
    const one: Given = {
      role: oneOf(many, role) as string,
      to: oneOf([...names.slice(1), ...every], to) as string,
      at: oneOf([global, global, ...projects], at) as string,
    };
    if (!isGiven(given, one)) given.set(`6-${index + 1}`, one);
  }
  return {
    users,
    groups,
    roles: new Map([
      [observer, observerKeys],
      ...plan.roles.map((bits, index) => [own[index] as string, someOf(keys, bits)] as const),
    ]),
    given,
    projects: new Set(projects),
    services: new Map([
      [authority, [registeredUsers]],
      ...services.map((id, index) => [id, someOf(every, plan.viewers[index] ?? 0)] as const),
    ]),
    declared: new Map(declared),
    tokens: new Map(),
    sessions: new Map(),
  };
}

/** Whether that role is given to that holder in that place already. */
export function isGiven(given: World['given'], { role, to, at }: Given): boolean {
  return [...given.values()].some((one) => one.role === role && one.to === to && one.at === at);
}

/** A world in which little is so yet: its founder, an Observer, a group that nobody joined. */
export const plainStart: World = startOf({
  users: [0],
  groups: [{ above: 0, members: 0, managers: 0, autoJoin: false }],
  roles: [],
  given: [],
  viewers: [0, 0],
  conspirators: 0,
  acts: [],
});
