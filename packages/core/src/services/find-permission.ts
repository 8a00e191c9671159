import type { PermissionAttributes } from '../access/access-attributes.ts';
import { type AccessTables, readMeaning } from '../access/access-store.ts';
import type { Actor, Caller } from '../access/actor.ts';
import { mayReadService } from '../access/authorize.ts';
import type { Permission, PermissionCatalog } from '../access/permission.ts';
import { foldText } from '../kernel/fold-text.ts';
import { authorityServiceId, type PermissionKey, type ServiceId } from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import { type OrderValues, pageOf } from '../kernel/page-of.ts';
import { ok, refuse } from '../kernel/result.ts';
import { type Answers, hasWords, isFound, referenceFits, textFits, wordFits } from '../query/evaluate.ts';
import type { Query } from '../query/query.ts';
import { notFound, type Result } from '../refusal.ts';
import type { Service } from './service.ts';
import type { ServiceTables } from './service-store.ts';

export type PermissionOrderKey = 'name' | 'key';

export type PermissionTables = AccessTables & ServiceTables;

/** What permissions name, for whoever shows them. */
export interface PermissionReferences {
  readonly catalog: PermissionCatalog;
  readonly services: ReadonlyMap<ServiceId, Service>;
}

export interface PermissionsRead extends PermissionReferences {
  readonly page: Page<Permission>;
}

export interface PermissionRead extends PermissionReferences {
  readonly permission: Permission;
}

/** One permission, of a service that this caller may read; others do not exist for them. */
export async function findPermission(
  tables: PermissionTables,
  caller: Caller,
  key: string,
): Promise<Result<PermissionRead>> {
  if (caller.actor.kind === 'anonymous') return refuse({ kind: 'unauthenticated' });
  const { catalog } = await readMeaning(tables);
  const permission = catalog.get(key as PermissionKey);
  if (permission === undefined || !mayReadPermission(caller.actor, permission))
    return refuse(notFound('permission'));
  return ok({ permission, catalog, services: await readDeclaringServices(tables, [permission]) });
}

/** A page of the permissions of the services this caller may read. There are hundreds: they are read whole. */
export async function listPermissions(
  tables: PermissionTables,
  caller: Caller,
  input: {
    readonly page: PageRequest<PermissionOrderKey>;
    readonly query?: Query<PermissionAttributes> | undefined;
    /** Only those that this service declares. */
    readonly service?: ServiceId | undefined;
  },
): Promise<Result<PermissionsRead>> {
  const { actor } = caller;
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  const { catalog } = await readMeaning(tables);
  const visible = [...catalog.values()].filter(
    (permission) =>
      mayReadPermission(actor, permission) &&
      (input.service === undefined || permission.serviceId === input.service),
  );
  const services = await readDeclaringServices(tables, visible);
  const answers = permissionAnswers(services);
  const found = visible.filter((permission) => isFound(permission, input.query, answers));
  return ok({ page: pageOf(found, input.page, orders, ({ key }) => key), catalog, services });
}

/** The authority's own permissions are everybody's to know, as the authority is. */
function mayReadPermission(actor: Actor, { serviceId }: Permission): boolean {
  return serviceId === authorityServiceId || mayReadService(actor, serviceId);
}

/** The services that declare them, by their ids. */
export async function readDeclaringServices(
  { services }: ServiceTables,
  permissions: readonly Permission[],
): Promise<ReadonlyMap<ServiceId, Service>> {
  const found = new Map<ServiceId, Service>();
  for (const id of new Set(permissions.map(({ serviceId }) => serviceId))) {
    const service = await services.find(id);
    if (service !== undefined) found.set(id, service);
  }
  return found;
}

const orders: OrderValues<Permission, PermissionOrderKey> = {
  name: ({ name }) => foldText(name),
  key: ({ key }) => key,
};

export function permissionAnswers(
  services: ReadonlyMap<ServiceId, Service>,
): Answers<Permission, PermissionAttributes> {
  return {
    attributes: {
      name: textFits(({ name }) => name),
      key: textFits(({ key }) => key),
      id: textFits(({ key }) => key),
      service: referenceFits(({ serviceId }) => {
        const service = services.get(serviceId);
        return [{ id: serviceId, names: service === undefined ? [] : [service.name, service.key] }];
      }),
      is: wordFits({ global: ({ holdsIn }) => holdsIn === 'global' }),
    },
    text: hasWords(({ name, key, description }) => [name, key, description]),
  };
}
