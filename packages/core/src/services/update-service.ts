import type { Actor, Caller } from '../access/actor.ts';
import { authorizeChangeViewers, authorizeManageServices } from '../access/authorize.ts';
import { checkFresh, checkNotProgram } from '../access/guard.ts';
import { changedFields } from '../audit/changed-fields.ts';
import type { AuditChange } from '../audit/event.ts';
import { everybodysAccess, type TouchedFact, type Transactor } from '../audit/transaction.ts';
import { type ActorTables, changeAs } from '../identity/change-as.ts';
import type { GroupTables } from '../identity/identity-store.ts';
import { authorityServiceId, type GroupId, type ServiceId } from '../kernel/id.ts';
import type { Clock, Instant } from '../kernel/instant.ts';
import { allowed, ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import { endServiceTokens, type ServiceTokenEnding } from './end-service-tokens.ts';
import { changeClient, clientFacts, type OAuthClientChange } from './oauth-client.ts';
import { brokenServiceRule, checkViewers } from './register-service.ts';
import { mayActByItself, type Service, serviceKeyForm, serviceTarget } from './service.ts';
import type { ServiceTables } from './service-store.ts';

export interface UpdateServicePorts {
  readonly clock: Clock;
  readonly store: Transactor<ServiceTables & ActorTables & GroupTables & ServiceTokenEnding>;
}

/** What may be changed about a service; what is absent stays. */
export interface ServiceChange {
  readonly name?: string | undefined;
  readonly key?: string | undefined;
  /** An empty text clears it. */
  readonly description?: string | undefined;
  readonly homeUrl?: string | undefined;
  readonly viewers?: readonly GroupId[] | undefined;
  readonly client?: OAuthClientChange | undefined;
  /** Zero: it remembers nothing from now on. */
  readonly memorySeconds?: number | undefined;
  /** Beside those that are registered. */
  readonly addedRedirectUri?: string | undefined;
}

/**
 * Changes a service. Who is shut out by a change of viewers is refused at its door from the next check on,
 * with tokens that were made before too.
 */
export function updateService(
  ports: UpdateServicePorts,
  caller: Caller,
  id: ServiceId,
  change: ServiceChange,
): Promise<Result<Service>> {
  const at = ports.clock.now();
  return changeAs(ports, caller, async (tables, actor) => {
    const may = checkUpdateService(actor, await tables.services.find(id), change);
    if (!may.ok) return may;
    const service = may.value;
    const changed = applyChange(service, change);
    const broken = brokenServiceRule(changed);
    if (broken !== undefined) return refuse(broken);
    const viewers = await checkViewers(tables, changed.viewers);
    if (!viewers.ok) return viewers;
    const known = await tables.services.findByKeyForm(changed.keyForm);
    if (known !== undefined && known.id !== id)
      return refuse({ kind: 'already-exists', field: 'key', rule: 'is taken by another service' });
    await tables.services.update(changed);
    const changes = changedFields(service, changed, {
      name: true,
      key: true,
      description: true,
      homeUrl: true,
      viewers: true,
      memorySeconds: true,
    });
    const clientChanges = changedClient(service, changed);
    const touched: TouchedFact[] = [{ kind: 'service', id }];
    // Where a service is at home, sign-in may lead.
    if (changes.some(({ field }) => field === 'homeUrl')) {
      const byHand = checkByHand(actor, at, 'change where a service is at home');
      if (!byHand.ok) return byHand;
    }
    if (changes.some(({ field }) => field === 'memorySeconds')) {
      const byHand = checkByHand(actor, at, 'change how long a service may remember verdicts');
      if (!byHand.ok) return byHand;
    }
    if (clientChanges.length > 0) {
      const byHand = checkByHand(actor, at, 'change how a service takes part in OAuth');
      if (!byHand.ok) return byHand;
    }
    // For good: its tokens do not come back when the flow does.
    if (mayActByItself(service) && !mayActByItself(changed)) {
      const by = actor.kind === 'user' ? actor.userId : 'system';
      touched.push(...(await endServiceTokens(tables, id, { at, by })));
    }
    if (changes.some(({ field }) => field === 'viewers')) {
      const fresh = checkFresh(actor, at, 'open or shut a service');
      if (!fresh.ok) return fresh;
      touched.push(everybodysAccess);
    }
    return ok({
      value: changed,
      events: [
        {
          kind: 'service.updated',
          at,
          caller,
          target: serviceTarget(service),
          changes: [...changes, ...clientChanges],
        },
      ],
      touched,
    });
  });
}

/** Who may change what about which service, as far as it is known beforehand. */
export function checkUpdateService(
  actor: Actor,
  service: Service | undefined,
  change: ServiceChange,
): Result<Service> {
  const may = authorizeManageServices(actor);
  if (!may.ok) return may;
  if (service === undefined) return refuse(notFound('service'));
  const mayOpen = change.viewers === undefined ? allowed : authorizeChangeViewers(actor, service.id);
  if (!mayOpen.ok) return mayOpen;
  return service.id === authorityServiceId
    ? refuse({ kind: 'conflict', rule: `${service.name} is the authority itself and cannot be changed` })
    : ok(service);
}

function checkByHand(actor: Actor, at: Instant, act: string): Result<void> {
  const byHand = checkNotProgram(actor, act);
  return byHand.ok ? checkFresh(actor, at, act) : byHand;
}

function changedClient(before: Service, after: Service): readonly AuditChange[] {
  return changedFields(clientFacts(before.client), clientFacts(after.client), {
    isConfidential: true,
    redirectUris: true,
    flows: true,
    needsConsent: true,
    isVerifierLenient: true,
    embedsSignIn: true,
    isStrict: true,
    accessTokenSeconds: true,
    idleSeconds: true,
    totalSeconds: true,
  });
}

function applyChange(service: Service, change: ServiceChange): Service {
  const { name, key, description, homeUrl, viewers, client, memorySeconds, addedRedirectUri } = change;
  const clientChange: OAuthClientChange | undefined =
    addedRedirectUri === undefined
      ? client
      : { ...client, redirectUris: [...(service.client?.redirectUris ?? []), addedRedirectUri] };
  return {
    ...service,
    ...(name !== undefined && { name }),
    ...(key !== undefined && { key, keyForm: serviceKeyForm(key) }),
    ...(description !== undefined && { description: description === '' ? undefined : description }),
    ...(homeUrl !== undefined && { homeUrl: homeUrl === '' ? undefined : homeUrl }),
    ...(viewers !== undefined && { viewers: [...new Set(viewers)] }),
    ...(memorySeconds !== undefined && { memorySeconds: memorySeconds === 0 ? undefined : memorySeconds }),
    ...(clientChange !== undefined && { client: changeClient(service.client, clientChange) }),
  };
}
