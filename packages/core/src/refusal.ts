import type { PermissionKey, PlaceId } from './kernel/id.ts';
import type { Result as KernelResult } from './kernel/result.ts';

/**
 * The one taxonomy of "no". Closed: a new kind does not compile until REST and the pages have a row for it, and
 * a test keeps docs/errors.md, with the dialect of the checking endpoints, equal to it. Data in a refusal is
 * public unless its name begins with `internal`: internal texts never reach the wire, and still never hold a
 * secret.
 */
export type Refusal =
  /** The request itself is wrong; each entry names a field and the rule it broke. */
  | { readonly kind: 'malformed'; readonly fields: readonly [FieldRule, ...FieldRule[]] }
  /** Nobody is signed in and somebody must be. */
  | { readonly kind: 'unauthenticated' }
  /** A credential was presented and is not good; outsiders never learn which of the reasons it was. */
  | { readonly kind: 'token-inactive'; readonly internalReason: string }
  /** A token that is bound to a key came without proof of that key, or with the proof of another one (RFC 9449 §7.1). */
  | { readonly kind: 'key-not-shown'; readonly rule: string }
  /** What should prove the possession of a key does not, or was used before. */
  | { readonly kind: 'proof-refused'; readonly rule: string }
  /** The proof must have a nonce of ours in it: it has none or an old one, and its own time is not near ours (RFC 9449 §9). */
  | { readonly kind: 'nonce-wanted' }
  /** Sign-in failed; one text for every reason, against enumeration (ASVS 6.3.8). */
  | { readonly kind: 'sign-in-failed'; readonly internalReason: string }
  /** The step before this one is too long ago, or the account changed since. */
  | { readonly kind: 'sign-in-expired' }
  /**
   * This session was opened with a password alone, where a group requires a second factor; or, `isOfAct`, the act is
   * only for accounts that have one.
   */
  | { readonly kind: 'second-factor-required'; readonly act: string; readonly isOfAct?: true }
  /** Signing in was too long ago for this act; the same person must show again that they are there. */
  | { readonly kind: 'authentication-too-old'; readonly act: string }
  /** A service did not prove who it is (RFC 6749 §5.2, `invalid_client`). */
  | { readonly kind: 'client-unauthenticated'; readonly internalReason: string }
  /**
   * The actor is known and lacks these permissions in these places; or `lackedBy` does: the credential of the request,
   * or another one, by login.
   */
  | {
      readonly kind: 'forbidden';
      readonly act: string;
      readonly missing: readonly MissingPermission[];
      readonly lackedBy?: string;
    }
  /** This way of signing in may not do this at all, or not with what `field` says, whatever permissions it carries. */
  | { readonly kind: 'credential-unfit'; readonly rule: string; readonly field?: string }
  /** What was to be exchanged for tokens is spent, or what it came from has ended (RFC 6749 §5.2, `invalid_grant`). */
  | { readonly kind: 'grant-spent'; readonly internalReason: string }
  /** Absent, or not for this actor to know of. */
  | { readonly kind: 'not-found'; readonly what: string }
  | { readonly kind: 'already-exists'; readonly field: string; readonly rule: string }
  /** The state of things stands in the way; `rule` says what must be so, or be done first. */
  | { readonly kind: 'conflict'; readonly rule: string }
  /** Too many attempts; nothing was checked. */
  | { readonly kind: 'rate-limited'; readonly retryAfterSeconds: number }
  /** No answer can be given now; never to be read as yes or as no. */
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds: number; readonly internalReason: string };

export interface FieldRule {
  readonly field: string;
  readonly rule: string;
}

export interface MissingPermission {
  readonly permission: PermissionKey;
  readonly place: PlaceId;
  /** In words, for whoever reads the refusal; see `nameMissing`. */
  readonly permissionName?: string;
  readonly placeName?: string;
}

export type Result<Value> = KernelResult<Value, Refusal>;

/** A refusal of one field. */
export function malformed(field: string, rule: string): Refusal {
  return { kind: 'malformed', fields: [{ field, rule }] };
}

/** Absent to this actor, in the words of the product ("permanent token", "service"). */
export function notFound(what: string): Refusal {
  return { kind: 'not-found', what };
}
