import type { PermissionCatalog } from '../access/permission.ts';
import { keep, type PermissionSet } from '../access/permission-set.ts';
import { type Credential, isFor } from '../credentials/credential.ts';
import { Beside } from '../kernel/beside.ts';
import { BoundedCache } from './bounded-cache.ts';

/** Whoever holds permissions, as one value: another object where anything of them changed. */
export interface PermissionHolder {
  readonly permissions: PermissionSet;
}

/** For how many audiences it is kept beside a holder, and at most for twice as many: few have credentials for more. */
const audiencesKept = 2;

interface Offers {
  readonly catalog: PermissionCatalog;
  readonly byAudience: BoundedCache<string, PermissionSet>;
}

const lastOffers = new Beside<PermissionHolder, Offers>();

/**
 * What a holder may do at the services that a credential is for: permissions that these services declare. It is the same
 * for all of somebody's credentials with the same audience, and kept beside the holder: a bot with a thousand tokens
 * needs it once. Facts are values that nobody changes; the same holder and catalog have the same answer.
 */
export function offered(
  credential: Credential,
  holder: PermissionHolder,
  catalog: PermissionCatalog,
): PermissionSet {
  const audience = audienceText(credential);
  const last = lastOffers.get(holder);
  const offers =
    last?.catalog === catalog
      ? last
      : { catalog, byAudience: new BoundedCache<string, PermissionSet>(audiencesKept) };
  const known = offers.byAudience.get(audience);
  if (known !== undefined) return known;
  const permissions = keep(holder.permissions, (permission) => {
    const service = catalog.get(permission)?.serviceId;
    return service !== undefined && isFor(credential, service);
  });
  offers.byAudience.set(audience, permissions);
  if (offers !== last) lastOffers.set(holder, offers);
  return permissions;
}

/** Two credentials have the same text when they are for the same services, by `isFor`. No id has a space or is empty. */
function audienceText(credential: Credential): string {
  return credential.kind === 'application-password'
    ? (credential.service ?? 'every service')
    : credential.audience.join(' ');
}
