import type { PermissionReach } from '@countersign/api';

/** Who comes with a good credential, and what it may do at the service that asks. */
export interface Principal {
  /** The user's id, or the service's own where nobody is acted for. */
  readonly id: string;
  /** Undefined where a service acts by itself. */
  readonly login: string | undefined;
  /** The application that acts for the user, or by itself. */
  readonly clientId: string | undefined;
  readonly credentialId: string;
  readonly kind: 'token' | 'application-password';
  readonly permissions: readonly PermissionReach[];
}

export interface ActiveVerdict {
  readonly kind: 'active';
  readonly principal: Principal;
}

/**
 * What a credential is worth at this moment. `unavailable` is neither yes nor no: the authority could not be asked, and
 * what is remembered is older than its bound. A service answers it with 503, never with 200 and never with 401.
 */
export type Verdict =
  | ActiveVerdict
  | { readonly kind: 'inactive' }
  | { readonly kind: 'unavailable'; readonly retryAfterSeconds: number };

export const inactive: Verdict = { kind: 'inactive' };

/** Whether the principal may do it in the project; without one, in every project. */
export function may(principal: Principal, permission: string, projectId?: string): boolean {
  return principal.permissions.some(
    ({ permission: { key }, global, projects }) =>
      key === permission && (global || (projects ?? []).some(({ id }) => id === projectId)),
  );
}
