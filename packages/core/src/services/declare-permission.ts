import { readMeaning } from '../access/access-store.ts';
import type { Actor, Caller } from '../access/actor.ts';
import { authorizeImply, authorizeManageServices } from '../access/authorize.ts';
import { checkFresh } from '../access/guard.ts';
import {
  authorityPermissionPrefix,
  catalogOf,
  type Permission,
  type PermissionCatalog,
  withImplied,
} from '../access/permission.ts';
import { changedFields } from '../audit/changed-fields.ts';
import { everybodysAccess, type Transactor } from '../audit/transaction.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import { changeFreshAs } from '../identity/change-fresh-as.ts';
import { authorityServiceId, type PermissionKey, type ServiceId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import { brokenDescriptionRule, brokenNameRule } from '../kernel/text-rule.ts';
import { malformed, notFound, type Refusal, type Result } from '../refusal.ts';
import type { ServiceTables } from './service-store.ts';

export interface PermissionPorts {
  readonly clock: Clock;
  readonly store: Transactor<ServiceTables & ActorTables>;
}

/** A permission of a service: only what is held in Global, or what can be given project by project. */
export interface NewPermission {
  readonly serviceId: ServiceId;
  readonly key: PermissionKey;
  readonly name: string;
  readonly description: string | undefined;
  readonly holdsIn: 'global' | 'project';
  readonly implies: readonly PermissionKey[];
}

/** What may change later. Key and kind of place never do: whoever holds it would hold something else. */
export interface PermissionChange {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly implies?: readonly PermissionKey[] | undefined;
}

export const servicePermissionsMax = 500;

/**
 * Declares what a service can be asked to allow. Nobody holds a new permission but System Admins, who hold all
 * there is; and no ceiling that was written down before contains it.
 */
export function declarePermission(
  ports: PermissionPorts,
  caller: Caller,
  input: NewPermission,
): Promise<Result<Permission>> {
  const at = ports.clock.now();
  const permission: Permission = { ...input, implies: [...new Set(input.implies)] };
  return changeAs(ports, caller, async (tables, actor) => {
    const may = await checkDeclare(tables, actor, input.serviceId);
    if (!may.ok) return may;
    const { catalog } = await readMeaning(tables);
    const broken = brokenKeyRule(input.key) ?? brokenPermissionRule(permission, input.implies, catalog);
    if (broken !== undefined) return refuse(broken);
    const own = [...catalog.values()].filter(({ serviceId }) => serviceId === input.serviceId);
    if (own.length >= servicePermissionsMax)
      return refuse(malformed('key', `cannot be added: a service declares at most ${servicePermissionsMax}`));
    if (catalog.has(input.key) || (await tables.access.isPermissionKeyTaken(input.key)))
      return refuse({ kind: 'already-exists', field: 'key', rule: 'is or was declared before' });
    const mayImply = authorizeImply(actor, withImplied(permission.implies, catalog));
    if (!mayImply.ok) return mayImply;
    await tables.access.insertPermission(permission);
    return ok({
      value: permission,
      events: [
        {
          kind: 'permission.declared',
          at,
          caller,
          target: permissionTarget(permission),
          details: { service: permission.serviceId, implies: permission.implies },
        },
      ],
      touched: [everybodysAccess],
    });
  });
}

/** Changes a permission. What it newly implies is gained by all its holders: the actor must hold that everywhere. */
export function updatePermission(
  ports: PermissionPorts,
  caller: Caller,
  { serviceId, key }: { readonly serviceId: ServiceId; readonly key: PermissionKey },
  change: PermissionChange,
): Promise<Result<Permission>> {
  const at = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const may = await checkDeclare(tables, actor, serviceId);
    if (!may.ok) return may;
    const { catalog } = await readMeaning(tables);
    const permission = catalog.get(key);
    if (permission === undefined || permission.serviceId !== serviceId) return refuse(notFound('permission'));
    const { name, description, implies } = change;
    const changed: Permission = {
      ...permission,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description: description === '' ? undefined : description }),
      ...(implies !== undefined && { implies: [...new Set(implies)] }),
    };
    // One that was withdrawn meanwhile may stay written in it; it counts for nothing.
    const broken = brokenPermissionRule(changed, implies ?? [], catalog);
    if (broken !== undefined) return refuse(broken);
    const changes = difference(permission, changed, catalog);
    const mayImply = authorizeImply(actor, changes);
    if (!mayImply.ok) return mayImply;
    const fresh = changes.length === 0 ? allowed : checkFresh(actor, at, 'change what a permission implies');
    if (!fresh.ok) return fresh;
    await tables.access.updatePermission(changed);
    return ok({
      value: changed,
      events: [
        {
          kind: 'permission.updated',
          at,
          caller,
          target: permissionTarget(permission),
          changes: changedFields(permission, changed, { name: true, description: true, implies: true }),
        },
      ],
      touched: [everybodysAccess],
    });
  });
}

/**
 * Withdraws a permission: it counts for nothing from now on, wherever it is written, and its key stays taken. What
 * it implied stays declared and is lost to whoever held it by this one, so the actor must hold that everywhere, as
 * if the implications were taken away first.
 */
export function withdrawPermission(
  ports: PermissionPorts,
  caller: Caller,
  { serviceId, key }: { readonly serviceId: ServiceId; readonly key: PermissionKey },
): Promise<Result<void>> {
  const at = ports.clock.now();
  return changeFreshAs(ports, caller, 'withdraw a permission', async (tables, actor) => {
    const may = authorizeManageServices(actor);
    if (!may.ok) return may;
    const { catalog } = await readMeaning(tables);
    const permission = catalog.get(key);
    if (permission === undefined || permission.serviceId !== serviceId || serviceId === authorityServiceId)
      return refuse(notFound('permission'));
    const mayTake = authorizeImply(actor, difference(permission, { ...permission, implies: [] }, catalog));
    if (!mayTake.ok) return mayTake;
    await tables.access.withdrawPermission(key);
    return ok({
      value: undefined,
      events: [{ kind: 'permission.withdrawn', at, caller, target: permissionTarget(permission) }],
      touched: [everybodysAccess],
    });
  });
}

/** Who may say what which service declares, as far as it is known beforehand. */
export async function checkDeclare(
  tables: ServiceTables,
  actor: Actor,
  id: ServiceId,
): Promise<Result<void>> {
  const may = authorizeManageServices(actor);
  if (!may.ok) return may;
  if ((await tables.services.find(id)) === undefined) return refuse(notFound('service'));
  return id === authorityServiceId
    ? refuse({ kind: 'conflict', rule: "The authority's own permissions are fixed" })
    : allowed;
}

const keyForm = /^[A-Za-z][A-Za-z0-9._-]{0,99}$/;

/** Words that stand where a key may stand in an address. */
const reservedKeys: ReadonlySet<string> = new Set(['cache', 'queryassist']);

function brokenKeyRule(key: string): Refusal | undefined {
  if (!keyForm.test(key))
    return malformed('key', 'must be 1 to 100 letters, digits or . _ - and begin with a letter');
  if (reservedKeys.has(key.toLowerCase())) return malformed('key', 'is a reserved name');
  // In any case, so that none can be mistaken for one of the authority's.
  return key.toLowerCase().startsWith(authorityPermissionPrefix)
    ? malformed('key', `must not begin with ${authorityPermissionPrefix}`)
    : undefined;
}

/** `named` is what this request wants it to imply, in the order in which it was sent. */
function brokenPermissionRule(
  permission: Permission,
  named: readonly PermissionKey[],
  catalog: PermissionCatalog,
): Refusal | undefined {
  const name = brokenNameRule(permission.name);
  if (name !== undefined) return malformed('name', name);
  const { description } = permission;
  const broken = description === undefined ? undefined : brokenDescriptionRule(description);
  if (broken !== undefined) return malformed('description', broken);
  const stranger = named.findIndex(
    (key) => key === permission.key || catalog.get(key)?.serviceId !== permission.serviceId,
  );
  return stranger < 0
    ? undefined
    : malformed(`implied.${stranger}`, 'must name another permission of the same service');
}

/** What holders of the permission gain or lose by implication. */
function difference(
  before: Permission,
  after: Permission,
  catalog: PermissionCatalog,
): readonly PermissionKey[] {
  const was = withImplied([before.key], catalog);
  const changed = catalogOf([...catalog.values(), after]);
  const is = withImplied([after.key], changed);
  return [...[...is].filter((key) => !was.has(key)), ...[...was].filter((key) => !is.has(key))];
}

function permissionTarget(permission: Permission) {
  return { kind: 'permission', id: permission.key, name: permission.name } as const;
}
