import {
  addMember,
  assignRole,
  banUser,
  type Caller,
  covers,
  createGroup,
  globalProjectId,
  type IssuedPermanentToken,
  issuePermanentToken,
  type PermissionKey,
  type Result,
  removeMember,
  revokePermanentToken,
  trustId,
  unassignRole,
  updateRole,
  updateUserPermission,
} from '@countersign/core';
import { own, type RacePorts, type Racer, readers } from './race-arena.ts';

type Step<Value = unknown> = (ports: RacePorts, caller: Caller, trial: number) => Promise<Result<Value>>;

/** Somebody acts while somebody else takes from them what they need for it. */
export interface Race {
  readonly name: string;
  readonly racer: Racer;
  /** What the deputy's rights hang on. */
  readonly rightsBy: 'role' | 'team';
  /** Whether a role of its own is there for each trial. */
  readonly spareRoles?: true;
  readonly lower: Step;
  readonly act: Step;
  /** Whether what was made after all is worth less; absent: after the lowering nothing may be made. */
  readonly isLess?: (value: unknown) => boolean;
}

const demote: Step = (ports, founder, trial) => unassignRole(ports, founder, trustId(own.deputyship(trial)));

const leaveTeam: Step = (ports, founder, trial) =>
  removeMember(ports, founder, { groupId: trustId(own.team(trial)), userId: trustId(own.deputy(trial)) });

const ban =
  (whom: (trial: number) => string): Step =>
  (ports, founder, trial) => {
    const userId = trustId<never>(whom(trial));
    return banUser(ports, founder, { userId, banned: true, reason: undefined, successor: undefined });
  };

const giveRole: Step = (ports, actor, trial) => {
  const holder = { kind: 'user', id: trustId<never>(own.friend(trial)) } as const;
  return assignRole(ports, actor, { roleId: trustId(readers), holder, projectId: globalProjectId });
};

const editRole: Step = (ports, actor, trial) =>
  updateRole(ports, actor, trustId(own.spareRole(trial)), { permissions: ['wiki.look' as PermissionKey] });

const addFriend: Step = (ports, actor, trial) =>
  addMember(ports, actor, { groupId: trustId(own.circle(trial)), userId: trustId(own.friend(trial)) });

const makeGroup: Step = (ports, actor, trial) =>
  createGroup(ports, actor, {
    name: `Group ${trial}`,
    description: undefined,
    parentId: undefined,
    requiresTwoFactor: false,
    autoJoin: false,
  });

const mintFor =
  (whom: (trial: number) => string): Step<IssuedPermanentToken> =>
  (ports, actor, trial) =>
    issuePermanentToken(ports, actor, {
      ownerId: trustId(whom(trial)),
      name: 'raced',
      description: undefined,
      audience: ['0-0-0-0-0'],
      expiresAt: undefined,
      narrowing: undefined,
    });

/** Below a ceiling in which what the team gave is no more. */
const isBelow = (value: unknown) => {
  const { ceiling } = (value as IssuedPermanentToken).token;
  return ceiling !== undefined && !covers(ceiling, updateUserPermission, globalProjectId);
};

const inSession = { racer: 'deputy in a session', rightsBy: 'role' } as const;

export const races: readonly Race[] = [
  { name: 'a demotion with a role that is given', ...inSession, lower: demote, act: giveRole },
  {
    name: 'a demotion with a role that is edited',
    ...inSession,
    spareRoles: true,
    lower: demote,
    act: editRole,
  },
  { name: 'a demotion with a member that is added', ...inSession, lower: demote, act: addFriend },
  {
    name: 'a demotion with a token made for somebody',
    ...inSession,
    lower: demote,
    act: mintFor(own.friend),
  },
  {
    name: 'a removal from a group with a token made for somebody',
    ...inSession,
    rightsBy: 'team',
    lower: leaveTeam,
    act: mintFor(own.friend),
  },
  {
    name: 'a removal from a group with a token made by a token: its ceiling is what is left',
    racer: 'deputy with a token',
    rightsBy: 'team',
    lower: leaveTeam,
    act: mintFor(own.deputy),
    isLess: isBelow,
  },
  { name: 'a ban with a member that is added', ...inSession, lower: ban(own.deputy), act: addFriend },
  {
    name: "a ban of a bot's owner with a member that the bot adds",
    racer: 'bot with a token',
    rightsBy: 'role',
    lower: ban(own.keeper),
    act: makeGroup,
  },
  {
    name: 'a revocation with a group that the token makes',
    racer: 'deputy with a token',
    rightsBy: 'role',
    lower: (ports, founder, trial) =>
      revokePermanentToken(ports, founder, trustId(own.deputy(trial)), trustId(own.token(trial))),
    act: makeGroup,
  },
];
