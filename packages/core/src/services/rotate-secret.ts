import type { Caller } from '../access/actor.ts';
import { authorizeMakeServiceSecret } from '../access/authorize.ts';
import { changeFreshAs } from '../identity/change-fresh-as.ts';
import type { ServiceId, ServiceSecretId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import { ok, refuse } from '../kernel/result.ts';
import { malformed, notFound, type Result } from '../refusal.ts';
import type { ServicePorts, ServiceWithSecret } from './register-service.ts';
import { type Service, serviceTarget } from './service.ts';
import { goodSecretsOf, makeSecret, overlapSecondsMax } from './service-secret.ts';

/**
 * Makes a new secret. The one before stays good for the overlap, so that the service can be told in peace; without one
 * it is refused from the commit on. Two are good at a time: one that was on its way out ends with this.
 */
export async function rotateServiceSecret(
  ports: ServicePorts,
  caller: Caller,
  id: ServiceId,
  overlapSeconds: number = 0,
): Promise<Result<ServiceWithSecret>> {
  const now = ports.clock.now();
  const made = makeSecret(ports, now);
  return changeFreshAs(ports, caller, 'make a new secret', async (tables, actor) => {
    const may = authorizeMakeServiceSecret(actor);
    if (!may.ok) return may;
    if (!Number.isInteger(overlapSeconds) || overlapSeconds < 0 || overlapSeconds > overlapSecondsMax)
      return refuse(
        malformed('overlap', `must be a whole number of seconds from 0 to ${overlapSecondsMax}, a week`),
      );
    const before = await tables.services.find(id);
    if (before === undefined) return refuse(notFound('service'));
    const { secret } = before;
    const earlierSecret =
      secret !== undefined && overlapSeconds > 0
        ? { ...secret, endsAt: instant(now + overlapSeconds * 1_000) }
        : undefined;
    const service: Service = { ...before, secret: made.stored, earlierSecret };
    const ended = goodSecretsOf(before, now).filter(({ id: one }) => one !== earlierSecret?.id);
    await tables.services.update(service);
    return ok({
      value: { service, secret: made.secret },
      events: [
        {
          kind: 'service.secret-rotated',
          at: now,
          caller,
          target: serviceTarget(service),
          details: { overlapSeconds, ended: ended.map(({ hint }) => hint) },
        },
      ],
      touched: [{ kind: 'service', id }],
    });
  });
}

/** Ends an earlier secret before its time: it is refused from the commit on. The one in force is replaced, not ended. */
export async function endServiceSecret(
  ports: ServicePorts,
  caller: Caller,
  id: ServiceId,
  secretId: ServiceSecretId,
): Promise<Result<void>> {
  const now = ports.clock.now();
  return changeFreshAs(ports, caller, 'end a secret', async (tables, actor) => {
    const may = authorizeMakeServiceSecret(actor);
    if (!may.ok) return may;
    const before = await tables.services.find(id);
    if (before === undefined) return refuse(notFound('service'));
    const secret = goodSecretsOf(before, now).find((one) => one.id === secretId);
    if (secret === undefined) return refuse(notFound('secret'));
    if (!('endsAt' in secret))
      return refuse({
        kind: 'conflict',
        rule: 'This secret is the one in force; make a new one in its place',
      });
    await tables.services.update({ ...before, earlierSecret: undefined });
    return ok({
      value: undefined,
      events: [
        {
          kind: 'service.secret-ended',
          at: now,
          caller,
          target: serviceTarget(before),
          details: { hint: secret.hint },
        },
      ],
      touched: [{ kind: 'service', id }],
    });
  });
}
