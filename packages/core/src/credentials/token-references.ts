import { type AccessTables, readMeaning } from '../access/access-store.ts';
import { projectsOf, type Reach, reachOf } from '../access/reach.ts';
import type { UserTables } from '../identity/identity-store.ts';
import type { User } from '../identity/user.ts';
import type { PermanentTokenId, ProjectId, ServiceId, UserId } from '../kernel/id.ts';
import { readProjects } from '../projects/find-project.ts';
import type { Project } from '../projects/project.ts';
import type { ProjectTables } from '../projects/project-store.ts';
import type { Service } from '../services/service.ts';
import type { ServiceTables } from '../services/service-store.ts';
import type { RecentUse } from './credential-store.ts';
import type { PermanentToken } from './permanent-token.ts';

/** What tokens name, for whoever shows them. Whatever is gone or forged is absent. */
export interface TokenReferences {
  readonly users: ReadonlyMap<UserId, User | undefined>;
  readonly services: ReadonlyMap<ServiceId, Service | undefined>;
  /** What narrowed tokens are left with; tokens that are not narrowed are not in it. */
  readonly grants: ReadonlyMap<PermanentTokenId, readonly Reach[]>;
  readonly projects: ReadonlyMap<ProjectId, Project>;
}

/** Reads each of them once, however many tokens name it. */
export async function findTokenReferences(
  tables: UserTables & ServiceTables & ProjectTables & AccessTables,
  tokens: readonly { readonly token: PermanentToken; readonly recent?: RecentUse | undefined }[],
): Promise<TokenReferences> {
  const userIds = tokens.flatMap(({ token }) => [token.userId, token.authorId]);
  const serviceIds = tokens.flatMap(({ token, recent }) => [
    ...token.audience,
    ...(recent?.services ?? []).map(({ serviceId }) => serviceId),
  ]);
  const grants = await readGrants(
    tables,
    tokens.map(({ token }) => token),
  );
  return {
    grants,
    projects: await readProjects(tables, projectsOf([...grants.values()].flat())),
    users: await findEach(userIds, (id) => tables.users.find(id)),
    services: await findEach(serviceIds, (id) => tables.services.find(id)),
  };
}

async function readGrants(
  tables: AccessTables,
  tokens: readonly PermanentToken[],
): Promise<TokenReferences['grants']> {
  const narrowed = tokens.flatMap(({ id, grant }) => (grant === undefined ? [] : [{ id, grant }]));
  if (narrowed.length === 0) return new Map();
  const { catalog } = await readMeaning(tables);
  return new Map(narrowed.map(({ id, grant }) => [id, reachOf(grant, catalog)]));
}

async function findEach<Id, Entity>(
  ids: readonly Id[],
  find: (id: Id) => Promise<Entity>,
): Promise<ReadonlyMap<Id, Entity>> {
  const found = new Map<Id, Entity>();
  for (const id of new Set(ids)) found.set(id, await find(id));
  return found;
}
