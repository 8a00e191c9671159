import type { UserReference } from '@countersign/sdk';

/** Whose tokens they are: one's own, or those of somebody one manages. */
export type TokenOwner = 'me' | Pick<UserReference, 'id' | 'login' | 'name'>;

/** The owner as the API names them. */
export function ownerId(owner: TokenOwner): string {
  return owner === 'me' ? 'me' : owner.id;
}

/** The owner as sentences name them; one's own tokens need no name. */
export function ownerLogin(owner: TokenOwner): string | undefined {
  return owner === 'me' ? undefined : owner.login;
}
