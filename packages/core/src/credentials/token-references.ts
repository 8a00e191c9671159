import { type AccessTables, readMeaning } from '../access/access-store.ts';
import type { PermissionCatalog } from '../access/permission.ts';
import { projectsOf, type Reach, reachOf } from '../access/reach.ts';
import type { UserTables } from '../identity/identity-store.ts';
import type { User } from '../identity/user.ts';
import type { PermanentTokenId, ProjectId, ServiceId, UserId } from '../kernel/id.ts';
import { readProjects } from '../projects/find-project.ts';
import type { Project } from '../projects/project.ts';
import type { ProjectTables } from '../projects/project-store.ts';
import type { Service } from '../services/service.ts';
import type { ServiceTables } from '../services/service-store.ts';
import type { PermissionUse, RecentUse } from './credential-store.ts';
import type { PermanentToken } from './permanent-token.ts';

/** What tokens name, for whoever shows them. Whatever is gone or forged is absent. */
export interface TokenReferences {
  readonly users: ReadonlyMap<UserId, User | undefined>;
  readonly services: ReadonlyMap<ServiceId, Service | undefined>;
  /** What narrowed tokens are left with; tokens that are not narrowed are not in it. */
  readonly grants: ReadonlyMap<PermanentTokenId, readonly Reach[]>;
  readonly projects: ReadonlyMap<ProjectId, Project>;
  /** What is declared now, where a permission is named. */
  readonly catalog: PermissionCatalog;
}

/** A token with what it may name beside its own. */
interface NamingToken {
  readonly token: PermanentToken;
  readonly recent?: RecentUse | undefined;
  readonly exercised?: readonly PermissionUse[];
}

/** Reads each of them once, however many tokens name it. */
export async function findTokenReferences(
  tables: UserTables & ServiceTables & ProjectTables & AccessTables,
  tokens: readonly NamingToken[],
): Promise<TokenReferences> {
  const userIds = tokens.flatMap(({ token }) => [token.userId, token.authorId]);
  const serviceIds = tokens.flatMap(({ token, recent, exercised = [] }) => [
    ...token.audience,
    ...[...(recent?.services ?? []), ...exercised].map(({ serviceId }) => serviceId),
  ]);
  const catalog = await readCatalog(tables, tokens);
  const grants = grantsOf(tokens, catalog);
  return {
    grants,
    catalog,
    projects: await readProjects(tables, projectsOf([...grants.values()].flat())),
    users: await findEach(userIds, (id) => tables.users.find(id)),
    services: await findEach(serviceIds, (id) => tables.services.find(id)),
  };
}

/** Nothing is read where no token names a permission. */
async function readCatalog(tables: AccessTables, tokens: readonly NamingToken[]): Promise<PermissionCatalog> {
  const isNamed = tokens.some(
    ({ token, exercised = [] }) => token.grant !== undefined || exercised.length > 0,
  );
  return isNamed ? (await readMeaning(tables)).catalog : new Map();
}

function grantsOf(tokens: readonly NamingToken[], catalog: PermissionCatalog): TokenReferences['grants'] {
  return new Map(
    tokens.flatMap(({ token: { id, grant } }) =>
      grant === undefined ? [] : [[id, reachOf(grant, catalog)] as const],
    ),
  );
}

async function findEach<Id, Entity>(
  ids: readonly Id[],
  find: (id: Id) => Promise<Entity>,
): Promise<ReadonlyMap<Id, Entity>> {
  const found = new Map<Id, Entity>();
  for (const id of new Set(ids)) found.set(id, await find(id));
  return found;
}
