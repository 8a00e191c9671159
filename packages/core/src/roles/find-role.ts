import type { RoleAttributes } from '../access/access-attributes.ts';
import { type AccessTables, readMeaning } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeReadRoles } from '../access/authorize.ts';
import type { Meaning } from '../access/effective-permissions.ts';
import type { PermissionCatalog } from '../access/permission.ts';
import { partsOfRole, type Role } from '../access/role.ts';
import { foldText } from '../kernel/fold-text.ts';
import { parseId, type RoleId } from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import { type OrderValues, pageOf } from '../kernel/page-of.ts';
import { ok, refuse } from '../kernel/result.ts';
import { type Answers, exactFits, hasWords, isFound, referenceFits, textFits } from '../query/evaluate.ts';
import type { Query } from '../query/query.ts';
import { notFound, type Result } from '../refusal.ts';
import { brokenRoleKeyRule } from './change-role.ts';

export type RoleOrderKey = 'name' | 'key';

/** Roles with the permissions that are declared, for whoever shows what they were made of. */
export interface RolesRead {
  readonly page: Page<Role>;
  readonly catalog: PermissionCatalog;
}

/** The role that an id or a key names; a key can never be taken for an id. */
export async function findRoleByIdOrKey({ access }: AccessTables, text: string): Promise<Role | undefined> {
  const id = parseId<RoleId>(text);
  if (id !== undefined) return (await access.listRoles()).get(id);
  // What no key can be is nobody's, and never reaches the store.
  return brokenRoleKeyRule(text) === undefined ? access.findRoleByKey(text) : undefined;
}

/** One role. Whoever may not read roles learns nothing, not even whether it exists. */
export async function findRole(tables: AccessTables, caller: Caller, idOrKey: string): Promise<Result<Role>> {
  const may = authorizeReadRoles(caller.actor);
  if (!may.ok) return may;
  const role = await findRoleByIdOrKey(tables, idOrKey);
  return role === undefined ? refuse(notFound('role')) : ok(role);
}

/** A page of the roles. There are tens of them: they are read whole. */
export async function listRoles(
  tables: AccessTables,
  caller: Caller,
  page: PageRequest<RoleOrderKey>,
  query?: Query<RoleAttributes> | undefined,
): Promise<Result<RolesRead>> {
  const may = authorizeReadRoles(caller.actor);
  if (!may.ok) return may;
  const { roles, catalog } = await readMeaning(tables);
  const found = findRoles({ roles, catalog }, query);
  return ok({ page: pageOf(found, page, orders, ({ id }) => id), catalog });
}

/** The roles that a query finds, in no particular order. */
export function findRoles(
  { roles, catalog }: Meaning,
  query: Query<RoleAttributes> | undefined,
): readonly Role[] {
  const answers = answersWith(catalog);
  return [...roles.values()].filter((role) => isFound(role, query, answers));
}

const orders: OrderValues<Role, RoleOrderKey> = {
  name: ({ name }) => foldText(name),
  key: ({ key }) => key,
};

function answersWith(catalog: PermissionCatalog): Answers<Role, RoleAttributes> {
  return {
    attributes: {
      name: textFits(({ name }) => name),
      key: textFits(({ key }) => key),
      id: exactFits(({ id }) => id),
      permission: referenceFits((role) =>
        partsOfRole(role, catalog).map(({ key, name }) => ({ id: key, names: [name] })),
      ),
    },
    text: hasWords(({ name, key, description }) => [name, key, description]),
  };
}
