import type { GroupId, UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import type { Query } from '../query/query.ts';
import type { Group } from './group.ts';
import type { GroupAttributes } from './group-attributes.ts';
import type { User } from './user.ts';
import type { UserAttributes } from './user-attributes.ts';

export type UserOrderKey = 'login' | 'name' | 'creationTime';
export type GroupOrderKey = 'name' | 'creationTime';

/** Accounts. Deleted users are found by id and login key, and never listed. */
export interface UserStore {
  find(id: UserId): Promise<User | undefined>;
  findByLoginKey(loginKey: string): Promise<User | undefined>;
  /** Whether the login is, or ever was, somebody else's. */
  isLoginTaken(loginKey: string, by: UserId): Promise<boolean>;
  list(page: PageRequest<UserOrderKey>, filter?: UserFilter): Promise<Page<User>>;
  /** Those of the users that exist, deleted ones too. */
  findEach(ids: readonly UserId[]): Promise<ReadonlyMap<UserId, User>>;
  /** The bots that somebody answers for, deleted ones left out. */
  listBotsOf(owner: UserId): Promise<readonly User[]>;
  insert(user: User): Promise<void>;
  update(user: User): Promise<void>;
  /** Keeps a login that its user gave up from ever being a stranger's. */
  reserveLogin(loginKey: string, user: UserId): Promise<void>;
}

/** Which users: all members that are present must fit. */
export interface UserFilter {
  readonly query?: Query<UserAttributes> | undefined;
  /** Those in the group, directly or in one below it. */
  readonly memberOf?: GroupId | undefined;
  /** Those that joined the group itself. */
  readonly joined?: GroupId | undefined;
  readonly kind?: User['kind'] | undefined;
  /** Whether words without an attribute are looked for in e-mail addresses, too; absent: they are. */
  readonly searchesEmail?: boolean | undefined;
}

/** Groups and who joined them. The built-in groups are rows here too, without members. */
export interface GroupStore {
  find(id: GroupId): Promise<Group | undefined>;
  findByNameForm(nameForm: string): Promise<Group | undefined>;
  list(page: PageRequest<GroupOrderKey>, filter?: GroupFilter): Promise<Page<Group>>;
  listChildren(parent: GroupId): Promise<readonly Group[]>;
  /** The groups directly below any of these, in the order of their names. */
  listChildrenOf(parents: readonly GroupId[]): Promise<readonly Group[]>;
  /** The groups and all above them. */
  findWithAncestors(groups: readonly GroupId[]): Promise<ReadonlyMap<GroupId, Group>>;
  listAutoJoin(): Promise<readonly Group[]>;
  insert(group: Group): Promise<void>;
  update(group: Group): Promise<void>;
  delete(id: GroupId): Promise<void>;

  /** The groups the user joined, those above them left out. */
  listJoined(user: UserId): Promise<readonly Group[]>;
  /** What each of the users joined, those above left out; who joined nothing is absent. */
  listJoinedOfEach(users: readonly UserId[]): Promise<ReadonlyMap<UserId, readonly GroupId[]>>;
  isJoined(group: GroupId, user: UserId): Promise<boolean>;
  /** How many users are in each group, directly or below it; a built-in group counts all of its own. */
  countMembers(groups: readonly GroupId[]): Promise<ReadonlyMap<GroupId, number>>;
  /**
   * The active people in the group, directly or below it, those of them without a second factor, the first few of
   * these by login, and its active bots.
   */
  countGuarded(group: GroupId, top: number): Promise<GuardedCount>;
  /** Whether somebody in the group, directly or below it, can sign in; also once somebody or some group is gone. */
  canAnybodySignIn(
    group: GroupId,
    without?: { readonly user?: UserId | undefined; readonly group?: GroupId | undefined },
  ): Promise<boolean>;
  join(group: GroupId, user: UserId): Promise<void>;
  leave(group: GroupId, user: UserId): Promise<void>;
  leaveAll(user: UserId): Promise<void>;
  /** The users that joined the group itself. */
  listJoinedUsers(group: GroupId): Promise<readonly UserId[]>;
}

export interface GuardedCount {
  readonly people: number;
  readonly limited: number;
  readonly first: readonly User[];
  readonly bots: number;
}

export interface GroupFilter {
  readonly query?: Query<GroupAttributes> | undefined;
  /** Only these: what a caller sees who may not see all. */
  readonly among?: readonly GroupId[] | undefined;
}

export interface UserTables {
  readonly users: UserStore;
}

export interface GroupTables {
  readonly groups: GroupStore;
}

/** The door of first-run set-up: open while a code stands, shut for ever once an administrator was made. */
export interface SetUpStore {
  find(): Promise<SetUp | undefined>;
  put(setUp: SetUp): Promise<void>;
}

export interface SetUp {
  /** Keyed hash of the code that the console printed; absent once it was used. */
  readonly codeHash: string | undefined;
  readonly foundedAt: Instant;
  readonly completedAt: Instant | undefined;
}

export interface SetUpTables {
  readonly setUp: SetUpStore;
}
