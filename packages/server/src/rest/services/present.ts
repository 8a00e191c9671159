import type {
  ServiceHeader,
  Service as ServiceJson,
  ServiceReference,
  ServiceSecret as ServiceSecretJson,
  UntrustedRedirectUri,
} from '@countersign/api';
import type { Group, GroupId, RefusedRedirectWithRule, SecretWithUse, Service } from '@countersign/core';
import { presentClient } from './oauth-settings.ts';

/** A service as REST answers it; what is known of its secret, and its OAuth settings, are for administrators. Never the secret or its hash. */
export function presentService(
  service: Service,
  viewers: ReadonlyMap<GroupId, Group>,
  forAdministrator: boolean,
): ServiceJson {
  return {
    type: 'service',
    id: service.id,
    key: service.key,
    name: service.name,
    description: service.description ?? null,
    homeUrl: service.homeUrl ?? null,
    applicationName: service.name,
    trusted: service.client?.isConfidential ?? true,
    viewers: service.viewers.map((id) => ({ type: 'userGroup', id, name: viewers.get(id)?.name ?? '' })),
    ...(forAdministrator && {
      ...presentClient(service.client),
      selfRegistered: service.client?.isSelfRegistered ?? false,
      verdictMemory: service.memorySeconds ?? 0,
      secretCreationTime: service.secret?.createdAt ?? null,
      secretHint: service.secret?.hint ?? null,
    }),
    creationTime: service.createdAt,
    aliases: [],
  };
}

export function presentServiceHeader(service: Service): ServiceHeader {
  const { name } = service;
  return { type: 'service', id: service.id, name, applicationName: name, homeUrl: service.homeUrl ?? null };
}

/** A service as another entity names it. One whose row is gone or forged keeps its id and nothing else. */
export function presentServiceReference(id: string, service: Service | undefined): ServiceReference {
  return { type: 'service', id, key: service?.key ?? '', name: service?.name ?? '' };
}

/** What is known of a secret; neither it nor its digest. */
export function presentSecret({ secret, use }: SecretWithUse): ServiceSecretJson {
  return {
    type: 'serviceSecret',
    id: secret.id,
    hint: secret.hint,
    creationTime: secret.createdAt,
    expires: 'endsAt' in secret ? secret.endsAt : null,
    lastAccessTime: use?.lastAt ?? null,
    lastAccessAddress: use?.lastAddress ?? null,
    lastAccessUserAgent: use?.lastUserAgent ?? null,
  };
}

export function presentRefusedRedirect({ refused, rule }: RefusedRedirectWithRule): UntrustedRedirectUri {
  return {
    type: 'untrustedRedirectURI',
    id: refused.id,
    redirectURI: refused.uri,
    triedFrom: refused.triedFrom ?? null,
    triedAt: refused.triedAt,
    count: refused.count,
    rule: rule ?? null,
  };
}
