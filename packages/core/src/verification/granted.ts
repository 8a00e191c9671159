import type { PermissionCatalog } from '../access/permission.ts';
import { intersect, type PermissionSet } from '../access/permission-set.ts';
import type { Credential } from '../credentials/credential.ts';
import type { PermanentToken } from '../credentials/permanent-token.ts';
import { Beside } from '../kernel/beside.ts';
import { offered, type PermissionHolder } from './offered.ts';

interface Granted {
  readonly holder: PermissionHolder;
  readonly catalog: PermissionCatalog;
  readonly permissions: PermissionSet;
}

const lastGranted = new Beside<Credential, Granted>();

/**
 * What a credential may do in its holder's hands: the sets of the one decision, intersected. Facts are values that
 * nobody changes, and a fact that changed is another object; so the same three objects have the same answer, which is
 * kept beside the credential for as long as the credential itself is.
 */
export function granted(
  credential: Credential,
  holder: PermissionHolder,
  catalog: PermissionCatalog,
): PermissionSet {
  const last = lastGranted.get(credential);
  if (last !== undefined && last.holder === holder && last.catalog === catalog) return last.permissions;
  const permissions = intersectAll(credential, holder, catalog);
  lastGranted.set(credential, { holder, catalog, permissions });
  return permissions;
}

function intersectAll(
  credential: Credential,
  holder: PermissionHolder,
  catalog: PermissionCatalog,
): PermissionSet {
  const offer = offered(credential, holder, catalog);
  switch (credential.kind) {
    case 'permanent-token':
      return limit(credential, offer);
    case 'access-token':
      return intersect(offer, credential.declared);
    case 'application-password':
      return offer;
  }
}

/** What a token was narrowed to, and what its maker held. An application password has neither: it is its owner's own. */
function limit(token: PermanentToken, offer: PermissionSet): PermissionSet {
  const narrowed = token.grant === undefined ? offer : intersect(offer, token.grant);
  return token.ceiling === undefined ? narrowed : intersect(narrowed, token.ceiling);
}
