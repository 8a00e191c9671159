import type { Presented } from './presented.ts';
import { readAuthorization } from './presented.ts';
import type { Visitor } from './use-tally.ts';
import { may, type Principal, type Verdict } from './verdict.ts';

/** Whatever gives verdicts: a `Verifier`, or one for tests. */
export interface Verifies {
  check(presented: Presented, visitor?: Visitor): Verdict | Promise<Verdict>;
  /** Told where a demand was met. */
  exercised?(principal: Principal, permission: string): void;
}

/** What whoever comes in must be able to do; without one, any good credential comes in. */
export interface Demand {
  readonly permission: string;
  /** In this project; without one, in every project. */
  readonly projectId?: string;
}

/** Who comes in, or what is answered to whoever does not. */
export type Entry =
  | { readonly kind: 'open'; readonly principal: Principal }
  | {
      readonly kind: 'refused';
      readonly status: 401 | 403 | 503;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: { readonly error: string; readonly error_description: string };
    };

/**
 * Decides who comes in at a request. Nobody is let in without a verdict that says yes: no credential and a bad one are
 * 401 with a challenge (RFC 6750 §3), too little is 403, and an authority that cannot be asked is 503.
 */
export async function decideEntry(
  verifier: Verifies,
  authorization: string | null | undefined,
  demand?: Demand,
  visitor?: Visitor,
): Promise<Entry> {
  const presented = readAuthorization(authorization);
  if (presented.scheme === 'none')
    return refuse(401, 'unauthenticated', 'a credential is needed', challenge());
  const verdict = await verifier.check(presented, visitor);
  switch (verdict.kind) {
    case 'unavailable':
      return refuse(503, 'temporarily_unavailable', 'credentials cannot be checked at the moment', {
        'retry-after': String(Math.ceil(verdict.retryAfterSeconds)),
      });
    case 'inactive':
      return refuse(401, 'invalid_token', 'the credential is not good here', challenge('invalid_token'));
    case 'active': {
      const { principal } = verdict;
      if (demand === undefined) return { kind: 'open', principal };
      if (!may(principal, demand.permission, demand.projectId))
        return refuse(
          403,
          'insufficient_scope',
          'the credential may not do this',
          challenge('insufficient_scope'),
        );
      verifier.exercised?.(principal, demand.permission);
      return { kind: 'open', principal };
    }
    default:
      return verdict satisfies never;
  }
}

function challenge(error?: string): Record<string, string> {
  return {
    'www-authenticate': `Bearer realm="Countersign"${error === undefined ? '' : `, error="${error}"`}`,
  };
}

function refuse(
  status: 401 | 403 | 503,
  error: string,
  error_description: string,
  headers: Readonly<Record<string, string>>,
): Entry {
  return {
    kind: 'refused',
    status,
    headers: { ...headers, 'cache-control': 'no-store' },
    body: { error, error_description },
  };
}
