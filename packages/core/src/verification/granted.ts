import type { PermissionCatalog } from '../access/permission.ts';
import { intersect, type PermissionSet } from '../access/permission-set.ts';
import type { Credential } from '../credentials/credential.ts';
import { Beside } from '../kernel/beside.ts';
import type { ServiceId } from '../kernel/id.ts';
import { offered, type PermissionHolder } from './offered.ts';

interface Granted extends Limits {
  readonly holder: PermissionHolder;
  readonly catalog: PermissionCatalog;
  readonly permissions: PermissionSet;
}

/** Sets that what is offered is cut down to. */
interface Limits {
  readonly narrowed: PermissionSet | undefined;
  readonly ceiling: PermissionSet | undefined;
}

const lastGranted = new Beside<readonly ServiceId[], Granted>();

/**
 * What a credential may do in its holder's hands: the sets of the one decision, intersected. Facts are values that
 * nobody changes, and a fact that changed is another object; so the same objects have the same answer. It is kept beside
 * the audience, which tokens that come from records have in common with all that are like them.
 */
export function granted(
  credential: Credential,
  holder: PermissionHolder,
  catalog: PermissionCatalog,
): PermissionSet {
  // It has no limits: it is its owner's own.
  if (credential.kind === 'application-password') return offered(credential, holder, catalog);
  const limits = limitsOf(credential);
  const last = lastGranted.get(credential.audience);
  if (last !== undefined && last.holder === holder && last.catalog === catalog && isSame(last, limits))
    return last.permissions;
  const permissions = limit(credential, offered(credential, holder, catalog));
  lastGranted.set(credential.audience, { ...limits, holder, catalog, permissions });
  return permissions;
}

type Limited = Exclude<Credential, { readonly kind: 'application-password' }>;

/** What a token was narrowed to, and what its maker held; what an access token's audience declared on agreement. */
function limitsOf(credential: Limited): Limits {
  return credential.kind === 'access-token'
    ? { narrowed: credential.declared, ceiling: undefined }
    : { narrowed: credential.grant, ceiling: credential.ceiling };
}

function isSame(one: Limits, other: Limits): boolean {
  return one.narrowed === other.narrowed && one.ceiling === other.ceiling;
}

function limit(credential: Limited, offer: PermissionSet): PermissionSet {
  if (credential.kind === 'access-token') return intersect(offer, credential.declared);
  const narrowed = credential.grant === undefined ? offer : intersect(offer, credential.grant);
  return credential.ceiling === undefined ? narrowed : intersect(narrowed, credential.ceiling);
}
