import type { InactiveReason } from './verdict.ts';

/** What whoever presents a credential has shown of the key that it may be bound to (RFC 9449). */
export type Possession =
  /** Nothing: the credential came by itself. */
  | { readonly kind: 'none' }
  /** A proof of the key with this thumbprint (RFC 7638), made for this request and for this credential. */
  | { readonly kind: 'proved'; readonly keyThumbprint: string }
  /** The proof is before the service that asks, which is told the key and compares by itself (RFC 9449 §6.2). */
  | { readonly kind: 'left-to-service' };

/** By itself, as every bearer token comes. */
export const bare: Possession = { kind: 'none' };

/**
 * What stands in the way of a credential that came with this, if anything does. One that is bound is never good by
 * itself (RFC 9449 §7.1); nor is one that is bound to nothing with a proof, which would say more than it holds.
 */
export function endOfPossession(
  bound: string | undefined,
  possession: Possession,
): InactiveReason | undefined {
  switch (possession.kind) {
    case 'left-to-service':
      return undefined;
    case 'none':
      return bound === undefined ? undefined : 'key-not-shown';
    case 'proved':
      return possession.keyThumbprint === bound ? undefined : 'wrong-key';
    default:
      possession satisfies never;
      return 'key-not-shown';
  }
}
