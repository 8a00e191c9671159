import type { Actor, Caller } from '../access/actor.ts';
import { authorizeMakeServiceSecret, authorizeOpenNewService } from '../access/authorize.ts';
import type { AuditDetails } from '../audit/event.ts';
import { everybodysAccess, type Transactor } from '../audit/transaction.ts';
import type { ActorTables } from '../identity/change-as.ts';
import { changeFreshAs } from '../identity/change-fresh-as.ts';
import type { GroupTables } from '../identity/identity-store.ts';
import { type GroupId, newId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import type { Random } from '../kernel/random.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import type { Digest, Secret } from '../kernel/secret.ts';
import { brokenDescriptionRule, brokenNameRule } from '../kernel/text-rule.ts';
import { malformed, type Refusal, type Result } from '../refusal.ts';
import { brokenClientRule, changeClient, clientFacts, type OAuthClientChange } from './oauth-client.ts';
import {
  brokenMemoryRule,
  brokenServiceKeyRule,
  type Service,
  serviceKeyForm,
  serviceTarget,
} from './service.ts';
import { makeSecret } from './service-secret.ts';
import type { ServiceTables } from './service-store.ts';

export interface ServicePorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly digest: Digest;
  readonly store: Transactor<ServiceTables & ActorTables & GroupTables>;
}

export interface NewService {
  readonly name: string;
  readonly key: string;
  readonly description: string | undefined;
  readonly homeUrl: string | undefined;
  readonly viewers: readonly GroupId[];
  readonly client?: OAuthClientChange | undefined;
}

/** A service with the secret it authenticates with, shown by this one answer. */
export interface ServiceWithSecret {
  readonly service: Service;
  readonly secret: Secret;
}

/** Registers an application and makes its secret. */
export async function registerService(
  ports: ServicePorts,
  caller: Caller,
  input: NewService,
): Promise<Result<ServiceWithSecret>> {
  const now = ports.clock.now();
  const made = makeSecret(ports, now);
  const service: Service = {
    id: newId(ports.random),
    key: input.key,
    keyForm: serviceKeyForm(input.key),
    name: input.name,
    description: input.description,
    homeUrl: input.homeUrl,
    viewers: [...new Set(input.viewers)],
    secret: made.stored,
    client: changeClient(undefined, input.client ?? {}),
    createdAt: now,
  };
  const added = await addService(ports, caller, service);
  return added.ok ? ok({ service, secret: made.secret }) : added;
}

/**
 * Writes a service that is new, whichever way it is registered. Opening it to groups at once is guarded as opening it
 * later: their members receive Read Service in it, so the actor must hold that, and in a place that is new only Global
 * counts.
 */
export function addService(ports: ServicePorts, caller: Caller, service: Service): Promise<Result<void>> {
  return changeFreshAs(ports, caller, 'register a service', async (tables, actor) => {
    const may = authorizeRegister(actor, service);
    if (!may.ok) return may;
    const broken = brokenServiceRule(service);
    if (broken !== undefined) return refuse(broken);
    const viewers = await checkViewers(tables, service.viewers);
    if (!viewers.ok) return viewers;
    if ((await tables.services.findByKeyForm(service.keyForm)) !== undefined) {
      return refuse({ kind: 'already-exists', field: 'key', rule: 'is taken by another service' });
    }
    await tables.services.insert(service);
    return ok({
      value: undefined,
      events: [
        {
          kind: 'service.registered',
          at: service.createdAt,
          caller,
          target: serviceTarget(service),
          details: { key: service.key, viewers: service.viewers, ...clientDetails(service) },
        },
      ],
      // It is one of those whose addresses are known. Who may use it holds more than before.
      touched: [
        { kind: 'service', id: service.id },
        ...(service.viewers.length > 0 ? [everybodysAccess] : []),
      ],
    });
  });
}

function authorizeRegister(actor: Actor, { viewers }: Service): Result<void> {
  const may = authorizeMakeServiceSecret(actor);
  return may.ok && viewers.length > 0 ? authorizeOpenNewService(actor) : may;
}

function clientDetails({ client }: Service): AuditDetails {
  if (client === undefined) return {};
  const { redirectUris, flows, isSelfRegistered } = clientFacts(client);
  return { redirectUris, flows, ...(isSelfRegistered === true && { registeredBy: 'application' }) };
}

/** The rule that a service's own fields break, or nothing. */
export function brokenServiceRule(
  service: Pick<Service, 'name' | 'key' | 'description' | 'client' | 'memorySeconds'>,
): Refusal | undefined {
  const name = brokenNameRule(service.name);
  if (name !== undefined) return malformed('name', name);
  const { description } = service;
  const broken = description === undefined ? undefined : brokenDescriptionRule(description);
  if (broken !== undefined) return malformed('description', broken);
  const key = brokenServiceKeyRule(service.key);
  if (key !== undefined) return malformed('key', key);
  const { memorySeconds } = service;
  const memory = memorySeconds === undefined ? undefined : brokenMemoryRule(memorySeconds);
  if (memory !== undefined) return malformed('verdictMemory', memory);
  return service.client === undefined ? undefined : brokenClientRule(service.client);
}

/** Every viewer is a group that exists. */
export async function checkViewers(tables: GroupTables, viewers: readonly GroupId[]): Promise<Result<void>> {
  for (const [index, id] of viewers.entries()) {
    if ((await tables.groups.find(id)) === undefined)
      return refuse(malformed(`viewers.${index}.id`, 'names no group'));
  }
  return allowed;
}
