/** What the pages of services read and write, all through the SDK. */
import type {
  Permission,
  PermissionCreate,
  PermissionUpdate,
  RefreshToken,
  Service,
  ServiceCreate,
  ServiceSecret,
  ServiceSecretRotation,
  ServiceUpdate,
  ServiceWithSecret,
  UntrustedRedirectUri,
} from '@countersign/sdk';
import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { unlessGone } from '../../lib/gone.ts';
import { type ListData, useListData } from '../../lib/list/list-data.ts';
import type { ListShape, ListView } from '../../lib/list/list-view.ts';
import { type OneByOne, useOneByOne } from '../../lib/list/one-by-one.ts';
import { SecretBox } from '../../lib/secret/secret-box.ts';

export type ServiceSortKey = 'name' | 'key' | 'creationTime';

export const servicesShape: ListShape<ServiceSortKey> = {
  sortable: { name: 'asc', key: 'asc', creationTime: 'desc' },
  sortedBy: 'name',
};

export type PermissionSortKey = 'name' | 'key';

export const permissionsShape: ListShape<PermissionSortKey> = {
  sortable: { name: 'asc', key: 'asc' },
  sortedBy: 'name',
};

export type ConnectionSortKey = 'creationTime' | 'expires';

export const connectionsShape: ListShape<ConnectionSortKey> = {
  sortable: { creationTime: 'desc', expires: 'asc' },
  sortedBy: 'creationTime',
};

/** The authority as a service of itself. */
export const authorityServiceId = '0-0-0-0-0';

/** Whether there is anything to set: not for the authority itself, nor for whoever is no administrator. */
export function hasOAuthSettings({ id, redirectUris }: Service): boolean {
  return id !== authorityServiceId && redirectUris !== undefined;
}

export function useServices(view: ListView<ServiceSortKey>): ListData<Service> {
  return useListData(['services', 'list'], view, async (range) => {
    const { services, total } = await client.services.list(range);
    return { rows: services, total };
  });
}

export const serviceQuery = (serviceId: string) =>
  queryOptions({
    queryKey: ['services', serviceId],
    queryFn: ({ signal }) => client.services.get(serviceId, { signal }),
  });

export const secretsQuery = (serviceId: string) =>
  queryOptions({
    queryKey: ['services', serviceId, 'secrets'],
    queryFn: async ({ signal }): Promise<readonly ServiceSecret[]> =>
      (await client.services.listSecrets(serviceId, { signal })).secrets,
  });

/** The secret before the one in force, as long as it is good. */
export function earlierIn(secrets: readonly ServiceSecret[] = [], now: number) {
  const found = secrets.find(({ expires }) => expires !== null && expires > now);
  return found && { ...found, expires: found.expires ?? now };
}

/** Whom it does something for, page by page. */
export function useConnectionsOf(
  serviceId: string,
  view: ListView<ConnectionSortKey>,
): ListData<RefreshToken> {
  return useListData(['services', serviceId, 'connections', 'list'], view, async (range) => {
    const { refreshtokens, total } = await client.services.listRefreshTokens(serviceId, range);
    return { rows: refreshtokens, total };
  });
}

/** How many connections of how many users. */
export const connectedQuery = (serviceId: string) =>
  queryOptions({
    queryKey: ['services', serviceId, 'connections', 'count'],
    queryFn: async ({ signal }) => {
      const { total, users } = await client.services.listRefreshTokens(serviceId, { top: 1, signal });
      return { total, users };
    },
  });

export function useEndConnections(serviceId: string): OneByOne<RefreshToken> {
  const cache = useQueryClient();
  return useOneByOne(
    ({ id, user }) => unlessGone(client.refreshTokens.revoke(user.id, id)),
    () => cache.invalidateQueries({ queryKey: ['services', serviceId] }),
  );
}

/** Addresses that were refused in the last days; others may have come since. */
export const refusedRedirectsQuery = (serviceId: string) =>
  queryOptions({
    queryKey: ['services', serviceId, 'refused-redirects'],
    queryFn: async ({ signal }): Promise<readonly UntrustedRedirectUri[]> =>
      (await client.services.listUntrustedRedirectUris(serviceId, { signal })).untrustedredirecturis,
  });

export function useDeclared(serviceId: string, view: ListView<PermissionSortKey>): ListData<Permission> {
  return useListData(['services', serviceId, 'permissions'], view, async (range) => {
    const { permissions, total } = await client.services.listPermissions(serviceId, range);
    return { rows: permissions, total };
  });
}

/** All that a service declares, to choose from. */
export const allDeclaredQuery = (serviceId: string) =>
  queryOptions({
    queryKey: ['services', serviceId, 'permissions', 'all'],
    queryFn: ({ signal }) =>
      client.services.listPermissions(serviceId, { top: 'all', orderBy: 'name:asc', signal }),
  });

/** By how many assignments a permission is given. */
export const givenQuery = (key: string) =>
  queryOptions({
    queryKey: ['projectroles', 'of-permission', key],
    queryFn: async ({ signal }) => {
      const { total } = await client.projectRoles.list({ query: `permission: {${key}}`, top: 1, signal });
      return total;
    },
    staleTime: 0,
  });

/** A service with its secret in a box: neither the cache nor a form ever holds the secret itself. */
export interface KeyedService {
  readonly service: Service;
  readonly secret: SecretBox;
}

export interface ServiceWrites {
  register(service: ServiceCreate): Promise<KeyedService>;
  rotate(serviceId: string, rotation: ServiceSecretRotation): Promise<KeyedService>;
  endSecret(serviceId: string, secretId: string): Promise<void>;
  endConnections(serviceId: string): Promise<void>;
  acceptRedirect(serviceId: string, id: string): Promise<Service>;
  dismissRedirect(serviceId: string, id: string): Promise<void>;
  update(serviceId: string, change: ServiceUpdate): Promise<Service>;
  declare(serviceId: string, permission: PermissionCreate): Promise<Permission>;
  updatePermission(serviceId: string, key: string, change: PermissionUpdate): Promise<Permission>;
  withdraw(serviceId: string, key: string): Promise<void>;
}

/** Each reads anew what it changed, also where no answer came and nobody knows whether it did. */
export function useServiceWrites(): ServiceWrites {
  const cache = useQueryClient();
  const refreshing = async <Answer>(write: Promise<Answer>): Promise<Answer> => {
    try {
      return await write;
    } finally {
      void cache.invalidateQueries({ queryKey: ['services'] });
      void cache.invalidateQueries({ queryKey: ['permissions'] });
    }
  };
  const { services } = client;
  return {
    register: async (service) => keyed(await refreshing(services.create(service))),
    rotate: async (id, rotation) => keyed(await refreshing(services.rotateSecret(id, rotation))),
    endConnections: (id) => refreshing(services.endRefreshTokens(id)),
    acceptRedirect: (id, uriId) => refreshing(services.acceptUntrustedRedirectUri(id, uriId)),
    dismissRedirect: (id, uriId) => refreshing(services.dismissUntrustedRedirectUri(id, uriId)),
    endSecret: (id, secretId) => refreshing(services.endSecret(id, secretId)),
    update: (id, change) => refreshing(services.update(id, change)),
    declare: (id, permission) => refreshing(services.declarePermission(id, permission)),
    updatePermission: (id, key, change) => refreshing(services.updatePermission(id, key, change)),
    withdraw: (id, key) => refreshing(services.withdrawPermission(id, key)),
  };
}

function keyed({ secret, ...service }: ServiceWithSecret): KeyedService {
  return { service, secret: new SecretBox(secret) };
}
