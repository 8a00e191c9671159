import type {
  AssignmentId,
  GroupId,
  PermissionKey,
  PlaceId,
  RoleId,
  ServiceId,
  UserId,
} from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import type { Query } from '../query/query.ts';
import type { AssignmentAttributes } from './access-attributes.ts';
import { effectivePermissions, type Meaning, type Standing } from './effective-permissions.ts';
import { catalogOf, type Permission } from './permission.ts';
import type { PermissionSet } from './permission-set.ts';
import type { Assignment, Holder, Role } from './role.ts';

export type AssignmentOrderKey = 'id';

/** Roles, what services declare, and who was given what. */
export interface AccessStore {
  /** All of them: an authority has tens of roles. */
  listRoles(): Promise<ReadonlyMap<RoleId, Role>>;
  findRoleByKey(key: string): Promise<Role | undefined>;
  insertRole(role: Role): Promise<void>;
  updateRole(role: Role): Promise<void>;
  deleteRole(id: RoleId): Promise<void>;

  /** Every group the user is in: joined, above a joined one, and built in. */
  listGroupsOf(user: UserId): Promise<readonly GroupId[]>;
  /** The group and those above it, itself first. Empty when there is no such group. */
  listAncestors(group: GroupId): Promise<readonly GroupId[]>;

  listAssignments(holders: readonly (UserId | GroupId)[]): Promise<readonly Assignment[]>;
  findAssignment(id: AssignmentId): Promise<Assignment | undefined>;
  /** Those of one role in one place, whoever holds it. */
  listHolders(role: RoleId, place: PlaceId): Promise<readonly Assignment[]>;
  /** Those of one role in any of the places. */
  listHoldersIn(role: RoleId, places: readonly PlaceId[]): Promise<readonly Assignment[]>;
  pageAssignments(filter: AssignmentFilter, page: PageRequest<AssignmentOrderKey>): Promise<Page<Assignment>>;
  countAssignments(filter: AssignmentFilter): Promise<number>;
  insertAssignment(assignment: Assignment): Promise<void>;
  deleteAssignment(id: AssignmentId): Promise<void>;
  /** Ends everything a holder was given, or everything given in a place. Answers how many ended. */
  deleteAssignmentsOf(holder: UserId | GroupId): Promise<number>;
  deleteAssignmentsIn(place: PlaceId): Promise<number>;

  /** What services declare now, the withdrawn left out. */
  listPermissions(): Promise<readonly Permission[]>;
  /** Whether the key is or ever was declared: keys are never used twice. */
  isPermissionKeyTaken(key: PermissionKey): Promise<boolean>;
  insertPermission(permission: Permission): Promise<void>;
  updatePermission(permission: Permission): Promise<void>;
  /** From then on the key counts for nothing, and stays taken. */
  withdrawPermission(key: PermissionKey): Promise<void>;

  /** The services that members of any of the groups may use. */
  listServicesOf(groups: readonly GroupId[]): Promise<readonly ServiceId[]>;
}

/** Which assignments: all members that are present must fit. */
export interface AssignmentFilter {
  readonly roleId?: RoleId | undefined;
  readonly holder?: Holder | undefined;
  readonly place?: PlaceId | undefined;
  readonly query?: Query<AssignmentAttributes> | undefined;
  /** Only in these places: what a caller sees who may not see all. */
  readonly among?: readonly PlaceId[] | undefined;
}

export interface AccessTables {
  readonly access: AccessStore;
}

/** What a user holds at this moment, in every place. */
export async function permissionsOf(tables: AccessTables, user: UserId): Promise<PermissionSet> {
  return effectivePermissions(await readStanding(tables, user), await readMeaning(tables));
}

/** Everything that a user's permissions follow from. */
export async function readStanding({ access }: AccessTables, user: UserId): Promise<Standing> {
  const groups = await access.listGroupsOf(user);
  return {
    groups,
    assignments: await access.listAssignments([user, ...groups]),
    services: await access.listServicesOf(groups),
  };
}

/** What belonging to a group adds to anybody: its own grants and those of the groups above it. */
export async function grantsOfGroup(tables: AccessTables, group: GroupId): Promise<PermissionSet> {
  const { access } = tables;
  const groups = await access.listAncestors(group);
  const assignments = await access.listAssignments(groups);
  const services = await access.listServicesOf(groups);
  return effectivePermissions({ groups, assignments, services }, await readMeaning(tables));
}

export async function readMeaning({ access }: AccessTables): Promise<Meaning> {
  return { roles: await access.listRoles(), catalog: catalogOf(await access.listPermissions()) };
}
