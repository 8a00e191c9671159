import type { ActiveToken } from '@countersign/api';
import {
  type ActiveVerdict,
  Beside,
  type Credential,
  type Instant,
  type ProvedFacts,
  type Service,
  type ServiceToken,
  type ServiceVerdict,
  type User,
} from '@countersign/core';
import { RightsTexts } from './rights-texts.ts';

/**
 * What an active answer says (RFC 7662 §2.2; times in seconds), as JSON. A service learns that it is in the audience,
 * not who else is.
 *
 * It is put together from members that many answers have in common: each is written once, and kept beside the fact that it
 * tells. Facts are values: one that changed is another object, and is written anew. Only what is a credential's own
 * is written each time.
 */
export class ActiveAnswers {
  readonly #issuer: string;
  readonly #rights = new RightsTexts();
  readonly #places = new Beside<Service, string>();
  readonly #people = new Beside<User, string>();

  constructor(issuer: string) {
    this.#issuer = members({ iss: issuer });
  }

  async ofUser(verdict: ActiveVerdict, service: Service, facts: ProvedFacts): Promise<string> {
    const { credential, subject } = verdict;
    const token = this.#membersOfToken(credential, service);
    const client =
      credential.kind === 'access-token' ? `,${members({ client_id: credential.clientId })}` : '';
    const rights = await this.#rights.of(verdict, service, facts);
    return `{${token},${this.#membersOfUser(subject)}${client},"permissions":${rights.text}}`;
  }

  /** A service by itself: it has no login, and nothing that it may do. */
  ofService({ credential, client }: ServiceVerdict, service: Service): string {
    return `{${this.#membersOfToken(credential, service)},${members({ sub: client.id, client_id: client.id })}}`;
  }

  #membersOfToken(credential: Credential | ServiceToken, service: Service): string {
    const end = expiryOf(credential);
    const expiry = end === undefined ? '' : `,"exp":${Math.floor(end / 1_000)}`;
    const times = `${expiry},"iat":${Math.floor(credential.createdAt / 1_000)}`;
    const place = this.#membersOfService(service);
    return `"active":true,${membersOfType(credential)},${place}${times},${this.#issuer},"jti":${JSON.stringify(credential.id)}`;
  }

  #membersOfService(service: Service): string {
    const known = this.#places.get(service);
    if (known !== undefined) return known;
    const made = members({ scope: service.id, aud: [service.id] });
    this.#places.set(service, made);
    return made;
  }

  #membersOfUser(user: User): string {
    const known = this.#people.get(user);
    if (known !== undefined) return known;
    const made = members({ sub: user.id, username: user.login });
    this.#people.set(user, made);
    return made;
  }
}

function membersOfType(credential: Credential | ServiceToken): string {
  const jkt = keyOf(credential);
  if (jkt !== undefined) return members({ token_type: 'DPoP', cnf: { jkt } });
  return credential.kind === 'application-password'
    ? '"token_type":"application_password"'
    : '"token_type":"Bearer"';
}

/** The members of an answer as they stand between its braces. */
function members(part: Partial<ActiveToken>): string {
  return JSON.stringify(part).slice(1, -1);
}

/** The thumbprint of the key that it is bound to. */
export function keyOf(credential: Credential | ServiceToken): string | undefined {
  return 'keyThumbprint' in credential ? credential.keyThumbprint : undefined;
}

/** Application passwords end with their owner's second factor alone. */
export function expiryOf(credential: Credential | ServiceToken): Instant | undefined {
  return credential.kind === 'application-password' ? undefined : credential.expiresAt;
}
