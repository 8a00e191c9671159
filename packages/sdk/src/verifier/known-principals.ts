import type { Verifies } from './gate.ts';
import { inactive, type Principal } from './verdict.ts';

/**
 * A verifier for the tests of a service: it knows the credentials that it is given, tokens and passwords alike, and asks
 * nobody. Every other one is inactive.
 */
export function knownPrincipals(known: Readonly<Record<string, Partial<Principal>>>): Verifies {
  return {
    check(presented) {
      const secret =
        presented.scheme === 'bearer'
          ? presented.token
          : presented.scheme === 'basic'
            ? presented.password
            : undefined;
      const given = secret !== undefined && Object.hasOwn(known, secret) ? known[secret] : undefined;
      if (given === undefined) return inactive;
      const principal: Principal = {
        id: 'test-user',
        login: 'test',
        clientId: undefined,
        credentialId: 'test-credential',
        kind: presented.scheme === 'basic' ? 'application-password' : 'token',
        permissions: [],
        ...given,
      };
      return { kind: 'active', principal };
    },
  };
}
