import type { Caller } from '../access/actor.ts';
import { authorizeIssueApplicationPassword } from '../access/authorize-credentials.ts';
import type { Transactor } from '../audit/transaction.ts';
import type { ActorTables } from '../identity/change-as.ts';
import { changeFreshAs } from '../identity/change-fresh-as.ts';
import { newId, type UserId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Digest, Secret } from '../kernel/secret.ts';
import { brokenNameRule } from '../kernel/text-rule.ts';
import { malformed, notFound, type Refusal, type Result } from '../refusal.ts';
import type { ServiceTables } from '../services/service-store.ts';
import { type ApplicationPassword, newApplicationPassword } from './application-password.ts';
import {
  type ApplicationPasswordReferences,
  findApplicationPasswordReferences,
} from './application-password-references.ts';
import type { ApplicationPasswordTables } from './credential-store.ts';
import { resolveService } from './resolve-audience.ts';

export interface IssueApplicationPasswordPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly store: Transactor<ActorTables & ServiceTables & ApplicationPasswordTables>;
}

export interface NewApplicationPassword {
  readonly ownerId: UserId;
  readonly name: string;
  /** The one service it shall be good for, by id or key; absent: every service that its owner may use. */
  readonly service: string | undefined;
}

export interface IssuedApplicationPassword {
  readonly password: ApplicationPassword;
  /** Shown once, by this answer, and kept nowhere. */
  readonly secret: Secret;
  readonly references: ApplicationPasswordReferences;
}

/**
 * Makes an application password for oneself. It passes by the second factor, so it is only for accounts that have
 * one: whoever signs in with a password alone has no need of it, and whoever stole that password must not get one.
 */
export async function issueApplicationPassword(
  ports: IssueApplicationPasswordPorts,
  caller: Caller,
  input: NewApplicationPassword,
): Promise<Result<IssuedApplicationPassword>> {
  const now = ports.clock.now();
  const { shown, letters } = newApplicationPassword(ports.random);
  return changeFreshAs(ports, caller, 'create application passwords', async (tables, actor) => {
    if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
    const may = authorizeIssueApplicationPassword(actor, input.ownerId);
    if (!may.ok) return may;
    const owner = await tables.users.find(input.ownerId);
    if (owner === undefined) return refuse(notFound('user'));
    if (!(await tables.factors.hasActive(owner.id))) return refuse(secondFactorMissing);
    const broken = brokenNameRule(input.name);
    if (broken !== undefined) return refuse(malformed('name', broken));
    const service =
      input.service === undefined
        ? ok(undefined)
        : await resolveService(tables, actor, { field: 'service', name: input.service });
    if (!service.ok) return service;

    const password: ApplicationPassword = {
      kind: 'application-password',
      id: newId(ports.random),
      hash: ports.digest.secret(letters),
      userId: owner.id,
      name: input.name,
      service: service.value,
      state: { kind: 'active' },
      createdAt: now,
    };
    await tables.applicationPasswords.insert(password);
    return ok({
      value: {
        password,
        secret: shown,
        references: await findApplicationPasswordReferences(tables, [{ password }]),
      },
      events: [
        {
          kind: 'application-password.issued',
          at: now,
          caller,
          subject: owner.id,
          target: { kind: 'application-password', id: password.id, name: password.name },
          ...(password.service !== undefined && { details: { audience: [password.service] } }),
        },
      ],
      touched: [],
    });
  });
}

const secondFactorMissing: Refusal = {
  kind: 'second-factor-required',
  act: 'create application passwords',
  isOfAct: true,
};
