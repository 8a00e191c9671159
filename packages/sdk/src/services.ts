import type {
  Permission,
  PermissionCreate,
  PermissionsPage,
  PermissionUpdate,
  QueryAssistance,
  Service,
  ServiceCreate,
  ServiceRefreshTokensPage,
  ServiceSecretRotation,
  ServiceSecretsPage,
  ServicesPage,
  ServiceUpdate,
  ServiceWithSecret,
  UntrustedRedirectUrisPage,
} from '@countersign/api';
import { type ListOptions, listQuery } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

/** Registered applications; each is named by its id or its key. */
export interface Services {
  /** The services that the caller may read. */
  list(options?: ListOptions): Promise<ServicesPage>;
  get(serviceIdOrKey: string, options?: RequestOptions): Promise<Service>;
  /** Registers a service. The answer's `secret` is the only time it is ever shown. */
  create(service: ServiceCreate, options?: RequestOptions): Promise<ServiceWithSecret>;
  update(serviceIdOrKey: string, change: ServiceUpdate, options?: RequestOptions): Promise<Service>;
  /** Unlinks a service for ever, and withdraws its permissions. */
  delete(serviceIdOrKey: string, options?: RequestOptions): Promise<void>;
  /** Replaces the secret; without an overlap, the one before is no longer accepted. The answer shows the new one, once. */
  rotateSecret(
    serviceIdOrKey: string,
    rotation?: ServiceSecretRotation,
    options?: RequestOptions,
  ): Promise<ServiceWithSecret>;
  /** The secrets that are good, without the secrets themselves. */
  listSecrets(serviceIdOrKey: string, options?: RequestOptions): Promise<ServiceSecretsPage>;
  /** Ends the earlier secret before its time. */
  endSecret(serviceIdOrKey: string, secretId: string, options?: RequestOptions): Promise<void>;
  /** What the service may do for users. */
  listRefreshTokens(serviceIdOrKey: string, options?: ListOptions): Promise<ServiceRefreshTokensPage>;
  /** Ends all of it with all its tokens. */
  endRefreshTokens(serviceIdOrKey: string, options?: RequestOptions): Promise<void>;
  /** The addresses that were refused in the last days, as they are not registered. */
  listUntrustedRedirectUris(
    serviceIdOrKey: string,
    options?: RequestOptions,
  ): Promise<UntrustedRedirectUrisPage>;
  /** Registers one of them after all. */
  acceptUntrustedRedirectUri(serviceIdOrKey: string, id: string, options?: RequestOptions): Promise<Service>;
  dismissUntrustedRedirectUri(serviceIdOrKey: string, id: string, options?: RequestOptions): Promise<void>;
  listPermissions(serviceIdOrKey: string, options?: ListOptions): Promise<PermissionsPage>;
  /** Declares what the service can be asked to allow; the key is never used again. */
  declarePermission(
    serviceIdOrKey: string,
    permission: PermissionCreate,
    options?: RequestOptions,
  ): Promise<Permission>;
  updatePermission(
    serviceIdOrKey: string,
    key: string,
    change: PermissionUpdate,
    options?: RequestOptions,
  ): Promise<Permission>;
  /** Withdraws a permission: it counts for nothing from then on. */
  withdrawPermission(serviceIdOrKey: string, key: string, options?: RequestOptions): Promise<void>;
  /** Completes a query of the list while somebody types it. */
  queryAssist(query: string, caret: number, options?: RequestOptions): Promise<QueryAssistance>;
}

export function servicesOver(request: Transport): Services {
  const permissions = (service: string, ...key: readonly string[]) => [
    'services',
    service,
    'permissions',
    ...key,
  ];
  const untrusted = (service: string, ...rest: readonly string[]) => [
    'services',
    service,
    'untrustedredirecturis',
    ...rest,
  ];
  return {
    list: (options = {}) =>
      request({ method: 'GET', path: ['services'], query: listQuery(options), signal: options.signal }),
    get: (service, { signal } = {}) => request({ method: 'GET', path: ['services', service], signal }),
    create: (body, { signal } = {}) => request({ method: 'POST', path: ['services'], body, signal }),
    update: (service, body, { signal } = {}) =>
      request({ method: 'POST', path: ['services', service], body, signal }),
    delete: (service, { signal } = {}) => request({ method: 'DELETE', path: ['services', service], signal }),
    rotateSecret: (service, rotation = {}, { signal } = {}) =>
      request({ method: 'POST', path: ['services', service, 'secret'], body: rotation, signal }),
    listSecrets: (service, { signal } = {}) =>
      request({ method: 'GET', path: ['services', service, 'secrets'], signal }),
    endSecret: (service, secretId, { signal } = {}) =>
      request({ method: 'DELETE', path: ['services', service, 'secrets', secretId], signal }),
    listRefreshTokens: (service, options = {}) =>
      request({
        method: 'GET',
        path: ['services', service, 'refreshtokens'],
        query: listQuery(options),
        signal: options.signal,
      }),
    endRefreshTokens: (service, { signal } = {}) =>
      request({ method: 'DELETE', path: ['services', service, 'refreshtokens'], signal }),
    listUntrustedRedirectUris: (service, { signal } = {}) =>
      request({ method: 'GET', path: untrusted(service), signal }),
    acceptUntrustedRedirectUri: (service, id, { signal } = {}) =>
      request({ method: 'POST', path: untrusted(service, id, 'accept'), signal }),
    dismissUntrustedRedirectUri: (service, id, { signal } = {}) =>
      request({ method: 'DELETE', path: untrusted(service, id), signal }),
    listPermissions: (service, options = {}) =>
      request({
        method: 'GET',
        path: permissions(service),
        query: listQuery(options),
        signal: options.signal,
      }),
    declarePermission: (service, body, { signal } = {}) =>
      request({ method: 'POST', path: permissions(service), body, signal }),
    updatePermission: (service, key, body, { signal } = {}) =>
      request({ method: 'POST', path: permissions(service, key), body, signal }),
    withdrawPermission: (service, key, { signal } = {}) =>
      request({ method: 'DELETE', path: permissions(service, key), signal }),
    queryAssist: (query, caret, { signal } = {}) =>
      request({ method: 'GET', path: ['services', 'queryAssist'], query: { query, caret }, signal }),
  };
}
