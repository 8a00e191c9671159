import { authorityServiceId, registeredUsersGroupId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Service } from './service.ts';

/** The authority as a service of itself: the audience that lets a token use the authority's own API. */
export function authorityService(createdAt: Instant): Service {
  return {
    id: authorityServiceId,
    key: 'Countersign',
    keyForm: 'countersign',
    name: 'Countersign',
    description: undefined,
    homeUrl: undefined,
    viewers: [registeredUsersGroupId],
    secret: undefined,
    createdAt,
  };
}
