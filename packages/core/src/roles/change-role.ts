import { type AccessTables, readMeaning } from '../access/access-store.ts';
import type { Actor, Caller } from '../access/actor.ts';
import { authorizeChangeRole } from '../access/authorize.ts';
import { type PermissionCatalog, withImplied } from '../access/permission.ts';
import { isBuiltInRole, type Role } from '../access/role.ts';
import { changedFields } from '../audit/changed-fields.ts';
import { everybodysAccess, type Transactor } from '../audit/transaction.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import { changeFreshAs } from '../identity/change-fresh-as.ts';
import { newId, type PermissionKey, parseId, type RoleId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { brokenScriptRule } from '../kernel/name-form.ts';
import type { Random } from '../kernel/random.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import { brokenDescriptionRule, brokenNameRule } from '../kernel/text-rule.ts';
import { malformed, notFound, type Refusal, type Result } from '../refusal.ts';

export interface RolePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly store: Transactor<ActorTables>;
}

export interface RoleFields {
  readonly key: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly permissions: readonly PermissionKey[];
}

/** What may be changed about a role; what is absent stays. */
export interface RoleChange {
  readonly key?: string | undefined;
  readonly name?: string | undefined;
  /** An empty text clears it. */
  readonly description?: string | undefined;
  /** All that it is made of from now on, or one more, or one less. */
  readonly permissions?:
    | readonly PermissionKey[]
    | { readonly add: PermissionKey }
    | { readonly remove: PermissionKey }
    | undefined;
}

export const rolePermissionsMax = 500;

/** Makes a role out of permissions that the actor holds everywhere. */
export function createRole(ports: RolePorts, caller: Caller, input: RoleFields): Promise<Result<Role>> {
  const role: Role = { id: newId(ports.random), ...input, permissions: unique(input.permissions) };
  const at = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const { catalog } = await readMeaning(tables);
    const may = authorizeChangeRole(actor, withImplied(role.permissions, catalog));
    if (!may.ok) return may;
    const fit = await checkRole(tables, role, role.permissions, catalog);
    if (!fit.ok) return fit;
    await tables.access.insertRole(role);
    return ok({
      value: role,
      events: [
        {
          kind: 'role.created',
          at,
          caller,
          target: roleTarget(role),
          details: { permissions: role.permissions },
        },
      ],
      // Roles are remembered all together: who does not know this one would not know what it gives.
      touched: [everybodysAccess],
    });
  });
}

/**
 * Changes a role, and with it what everybody holds by it: the actor must hold everywhere what it gains, and
 * what it loses too. What is absent stays.
 */
export function updateRole(
  ports: RolePorts,
  caller: Caller,
  id: RoleId,
  change: RoleChange,
): Promise<Result<Role>> {
  const at = ports.clock.now();
  return changeFreshAs(ports, caller, 'change a role', async (tables, actor) => {
    const { roles, catalog } = await readMeaning(tables);
    const role = roles.get(id);
    const changed = role && applyChange(role, change);
    const may = checkUpdateRole(actor, role, difference(role, changed, catalog));
    if (!may.ok) return may;
    if (role === undefined || changed === undefined) return refuse(notFound('role'));
    const fit = checkOnePermission(role, change, catalog);
    if (!fit.ok) return fit;
    // A permission that was withdrawn meanwhile may stay written in the role; it counts for nothing.
    const named = Array.isArray(change.permissions) ? change.permissions : [];
    const sound = await checkRole(tables, changed, named, catalog);
    if (!sound.ok) return sound;
    await tables.access.updateRole(changed);
    return ok({
      value: changed,
      events: [
        {
          kind: 'role.updated',
          at,
          caller,
          target: roleTarget(role),
          changes: changedFields(role, changed, {
            key: true,
            name: true,
            description: true,
            permissions: true,
          }),
        },
      ],
      touched: [everybodysAccess],
    });
  });
}

/** Deletes a role that nobody holds any more. */
export function deleteRole(ports: RolePorts, caller: Caller, id: RoleId): Promise<Result<void>> {
  const at = ports.clock.now();
  return changeFreshAs(ports, caller, 'delete a role', async (tables, actor) => {
    const gone = await checkDeleteRole(tables, actor, id);
    if (!gone.ok) return gone;
    const role = gone.value;
    await tables.access.deleteRole(id);
    return ok({
      value: undefined,
      events: [{ kind: 'role.deleted', at, caller, target: roleTarget(role) }],
      touched: [everybodysAccess],
    });
  });
}

/** Who may delete which role, and whether it is free to go. */
export async function checkDeleteRole(tables: AccessTables, actor: Actor, id: RoleId): Promise<Result<Role>> {
  const { roles, catalog } = await readMeaning(tables);
  const role = roles.get(id);
  const may = authorizeChangeRole(actor, withImplied(role?.permissions ?? [], catalog));
  if (!may.ok) return may;
  if (role === undefined) return refuse(notFound('role'));
  if (isBuiltInRole(id)) return refuse(builtInIsFixed(role));
  const held = await tables.access.countAssignments({ roleId: id });
  if (held === 0) return ok(role);
  const rule = `${role.name} is given ${held} times; take it from its holders first`;
  return refuse({ kind: 'conflict', rule });
}

/** Who may change a role to what it gains or loses by the change, as far as it is known beforehand. */
export function checkUpdateRole(
  actor: Actor,
  role: Role | undefined,
  changed: Iterable<PermissionKey>,
): Result<Role> {
  const may = authorizeChangeRole(actor, changed);
  if (!may.ok) return may;
  if (role === undefined) return refuse(notFound('role'));
  return isBuiltInRole(role.id) ? refuse(builtInIsFixed(role)) : ok(role);
}

/** The role as an audit event names it. */
export function roleTarget(role: Role) {
  return { kind: 'role', id: role.id, name: role.name } as const;
}

function applyChange(role: Role, { name, description, key, permissions }: RoleChange): Role {
  return {
    ...role,
    ...(key !== undefined && { key }),
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description: description === '' ? undefined : description }),
    ...(permissions !== undefined && { permissions: applyPermissions(role.permissions, permissions) }),
  };
}

function applyPermissions(
  before: readonly PermissionKey[],
  change: NonNullable<RoleChange['permissions']>,
): readonly PermissionKey[] {
  if ('add' in change) return unique([...before, change.add]);
  if ('remove' in change) return before.filter((key) => key !== change.remove);
  return unique(change);
}

/** One permission is added that is declared and not in the role, and removed where it is. */
function checkOnePermission(
  role: Role,
  { permissions }: RoleChange,
  catalog: PermissionCatalog,
): Result<void> {
  if (permissions === undefined || Array.isArray(permissions)) return allowed;
  if ('add' in permissions) {
    if (!catalog.has(permissions.add)) return refuse(malformed('id', 'names no permission'));
    return role.permissions.includes(permissions.add)
      ? refuse({ kind: 'already-exists', field: 'id', rule: 'is in the role already' })
      : allowed;
  }
  return 'remove' in permissions && !role.permissions.includes(permissions.remove)
    ? refuse(notFound('permission'))
    : allowed;
}

function builtInIsFixed(role: Role): Refusal {
  return { kind: 'conflict', rule: `${role.name} is built in and cannot be changed or deleted` };
}

/** What holders of the role gain or lose by the change, implied permissions included. */
function difference(
  before: Role | undefined,
  after: Role | undefined,
  catalog: PermissionCatalog,
): readonly PermissionKey[] {
  const was = withImplied(before?.permissions ?? [], catalog);
  const is = withImplied(after?.permissions ?? [], catalog);
  return [...[...is].filter((key) => !was.has(key)), ...[...was].filter((key) => !is.has(key))];
}

const keyForm = /^[a-z][a-z0-9-]{0,63}$/;

/** The rule a role's key breaks, or nothing. A key can never be taken for an identifier. */
export function brokenRoleKeyRule(key: string): string | undefined {
  if (!keyForm.test(key)) return 'must be 1 to 64 small letters, digits or - and begin with a letter';
  return parseId(key) === undefined ? undefined : 'must not look like an identifier';
}

async function checkRole(
  tables: ActorTables,
  role: Role,
  named: readonly PermissionKey[],
  catalog: PermissionCatalog,
): Promise<Result<void>> {
  const key = brokenRoleKeyRule(role.key);
  if (key !== undefined) return refuse(malformed('key', key));
  const name = brokenNameRule(role.name) ?? brokenScriptRule(role.name);
  if (name !== undefined) return refuse(malformed('name', name));
  const { description } = role;
  const broken = description === undefined ? undefined : brokenDescriptionRule(description);
  if (broken !== undefined) return refuse(malformed('description', broken));
  if (role.permissions.length > rolePermissionsMax)
    return refuse(malformed('permissions', `must name at most ${rolePermissionsMax} permissions`));
  const unknown = named.findIndex((key) => !catalog.has(key));
  if (unknown >= 0) return refuse(malformed(`permissions.${unknown}`, 'names no permission'));
  const known = await tables.access.findRoleByKey(role.key);
  if (known === undefined || known.id === role.id) return allowed;
  return refuse({ kind: 'already-exists', field: 'key', rule: 'is taken by another role' });
}

function unique(keys: readonly PermissionKey[]): readonly PermissionKey[] {
  return [...new Set(keys)];
}
