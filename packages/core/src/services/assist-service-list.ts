import { permissionAttributes } from '../access/access-attributes.ts';
import type { Caller } from '../access/actor.ts';
import type { Permission } from '../access/permission.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { QueryAssistance } from '../query/assist.ts';
import type { Result } from '../refusal.ts';
import { assist, type Typing } from '../roles/assist-list.ts';
import { beginsWith, first } from '../roles/suggest-values.ts';
import { listPermissions, type PermissionTables } from './find-permission.ts';
import { listServices } from './find-service.ts';
import type { Service } from './service.ts';
import { serviceAttributes } from './service-attributes.ts';
import type { ServiceTables } from './service-store.ts';

/** Completes a query about services: names, words, and values from what the caller may read. */
export async function assistServiceQuery(
  tables: ServiceTables,
  caller: Caller,
  typing: Typing,
): Promise<Result<QueryAssistance>> {
  if (caller.actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  return ok(
    await assist(typing, serviceAttributes, async (name, typed) => {
      switch (name) {
        case 'name':
        case 'applicationName':
          return suggestServices(tables, caller, typed, 'name');
        case 'key':
          return suggestServices(tables, caller, typed, 'key');
        default:
          return [];
      }
    }),
  );
}

/** Completes a query about permissions, likewise. */
export async function assistPermissionQuery(
  tables: PermissionTables,
  caller: Caller,
  typing: Typing,
): Promise<Result<QueryAssistance>> {
  if (caller.actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  return ok(
    await assist(typing, permissionAttributes, async (name, typed) => {
      switch (name) {
        case 'name':
          return suggestDeclared(tables, caller, typed, 'name');
        case 'key':
        case 'id':
          return suggestDeclared(tables, caller, typed, 'key');
        case 'service':
          return suggestServices(tables, caller, typed, 'name');
        default:
          return [];
      }
    }),
  );
}

async function suggestServices(
  tables: ServiceTables,
  caller: Caller,
  typed: string,
  member: keyof Pick<Service, 'name' | 'key'>,
): Promise<readonly string[]> {
  const query = { kind: 'attribute', name: member, test: beginsWith(typed) } as const;
  const page = await listServices(tables, caller, first(member), { query });
  return page.ok ? page.value.items.map((service) => service[member]) : [];
}

async function suggestDeclared(
  tables: PermissionTables,
  caller: Caller,
  typed: string,
  member: keyof Pick<Permission, 'name' | 'key'>,
): Promise<readonly string[]> {
  const query = { kind: 'attribute', name: member, test: beginsWith(typed) } as const;
  const read = await listPermissions(tables, caller, { page: first(member), query });
  return read.ok ? read.value.page.items.map((permission) => permission[member]) : [];
}
