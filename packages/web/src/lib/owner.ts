import type { UserReference } from '@countersign/sdk';

/** Whose things a section shows: one's own, or those of somebody one manages. */
export type Owner = 'me' | Pick<UserReference, 'id' | 'login'>;

/** The owner as the API names them. */
export function ownerId(owner: Owner): string {
  return owner === 'me' ? 'me' : owner.id;
}

/** The owner as sentences name them; what is one's own needs no name. */
export function ownerLogin(owner: Owner): string | undefined {
  return owner === 'me' ? undefined : owner.login;
}
