import type { ActiveServiceToken, ActiveToken } from '@countersign/api';
import {
  type ActiveVerdict,
  Beside,
  type Credential,
  type Instant,
  type ProvedFacts,
  type Service,
  type ServiceToken,
  type ServiceVerdict,
} from '@countersign/core';
import { type RightsFacts, RightsTexts, stillHolds } from './rights-texts.ts';

/**
 * What an active answer says (RFC 7662 §2.2; times in seconds), as JSON. A service learns that it is in the audience,
 * not who else is.
 *
 * Nothing in it changes with time, so it is written once for the same facts and kept beside the credential, as what was
 * granted is. Facts are values: any that changed is another object, and then the answer is written anew.
 */
export class ActiveAnswers {
  readonly #issuer: string;
  readonly #rights = new RightsTexts();
  readonly #written = new Beside<Credential, Written>();

  constructor(issuer: string) {
    this.#issuer = issuer;
  }

  async ofUser(verdict: ActiveVerdict, service: Service, facts: ProvedFacts): Promise<string> {
    const written = this.#written.get(verdict.credential);
    if (written !== undefined && (await isSame(written, verdict, service, facts))) return written.text;
    const rights = await this.#rights.of(verdict, service, facts);
    const rest = JSON.stringify(this.#present(verdict, service));
    const text = `${rest.slice(0, -1)},"permissions":${rights.text}}`;
    const { projects } = rights;
    // Without the text of the rights, which stands in the whole.
    this.#written.set(verdict.credential, { verdict, rights: { service, projects }, text });
    return text;
  }

  /** A service by itself: it has no login, and nothing that it may do. */
  ofService({ credential: token, client }: ServiceVerdict, service: Service): string {
    const answer: ActiveServiceToken = {
      ...this.#presentToken(token, 'Bearer', service),
      sub: client.id,
      client_id: client.id,
    };
    return JSON.stringify(answer);
  }

  #present(
    { credential: token, subject }: ActiveVerdict,
    service: Service,
  ): Omit<ActiveToken, 'permissions'> {
    const type = token.kind === 'application-password' ? 'application_password' : 'Bearer';
    return {
      ...this.#presentToken(token, type, service),
      sub: subject.id,
      username: subject.login,
      ...(token.kind === 'access-token' && { client_id: token.clientId }),
    };
  }

  #presentToken<Kind extends ActiveToken['token_type']>(
    credential: Credential | ServiceToken,
    type: Kind,
    service: Service,
  ) {
    const { id, createdAt } = credential;
    const expiresAt = expiryOf(credential);
    const jkt = keyOf(credential);
    return {
      active: true as const,
      token_type: jkt === undefined ? type : ('DPoP' as const),
      ...(jkt !== undefined && { cnf: { jkt } }),
      scope: service.id,
      aud: [service.id],
      ...(expiresAt !== undefined && { exp: Math.floor(expiresAt / 1_000) }),
      iat: Math.floor(createdAt / 1_000),
      iss: this.#issuer,
      jti: id,
    };
  }
}

/** An answer, and the facts that it was written from. */
interface Written {
  readonly verdict: ActiveVerdict;
  readonly rights: RightsFacts;
  readonly text: string;
}

async function isSame(
  { verdict, rights }: Written,
  { permissions, subject }: ActiveVerdict,
  service: Service,
  facts: ProvedFacts,
): Promise<boolean> {
  if (verdict.permissions !== permissions || verdict.subject !== subject) return false;
  return stillHolds(rights, service, facts);
}

/** The thumbprint of the key that it is bound to. */
export function keyOf(credential: Credential | ServiceToken): string | undefined {
  return 'keyThumbprint' in credential ? credential.keyThumbprint : undefined;
}

/** Application passwords end with their owner's second factor alone. */
export function expiryOf(credential: Credential | ServiceToken): Instant | undefined {
  return credential.kind === 'application-password' ? undefined : credential.expiresAt;
}
