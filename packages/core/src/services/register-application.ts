import type { Caller } from '../access/actor.ts';
import { newId, registeredUsersGroupId, type ServiceId } from '../kernel/id.ts';
import { ok } from '../kernel/result.ts';
import type { Secret } from '../kernel/secret.ts';
import type { Result } from '../refusal.ts';
import { defaultClient, type OAuthClient, type OAuthFlows } from './oauth-client.ts';
import { addService, type ServicePorts } from './register-service.ts';
import { type Service, serviceKeyForm } from './service.ts';
import { makeSecret } from './service-secret.ts';

/** What an application may say of itself. Implicit and password flow are for administrators to switch on. */
export interface NewApplication extends Pick<OAuthClient, 'isConfidential' | 'redirectUris'> {
  readonly name: string;
  readonly homeUrl: string | undefined;
  readonly flows: Omit<OAuthFlows, 'implicit' | 'password'>;
}

/** An application with the secret it authenticates with, shown by this one answer; a public one has none. */
export interface RegisteredApplication {
  readonly service: Service;
  readonly secret: Secret | undefined;
}

/**
 * Registers an application by what it says of itself (RFC 7591). It becomes a service as any other, by the same guard
 * as one that somebody types in, open to all users; each of them is asked. Names may repeat, as there are many copies of
 * one program; the key, by which scripts and scopes call a service, is nothing that a stranger chooses.
 */
export async function registerApplication(
  ports: ServicePorts,
  caller: Caller,
  { name, homeUrl, isConfidential, redirectUris, flows }: NewApplication,
): Promise<Result<RegisteredApplication>> {
  const now = ports.clock.now();
  const made = isConfidential ? makeSecret(ports, now) : undefined;
  const id: ServiceId = newId(ports.random);
  const key = `app-${id.slice(-12)}`;
  const service: Service = {
    id,
    key,
    keyForm: serviceKeyForm(key),
    name,
    description: undefined,
    homeUrl,
    viewers: [registeredUsersGroupId],
    secret: made?.stored,
    client: {
      ...defaultClient,
      isConfidential,
      redirectUris,
      flows: { ...defaultClient.flows, ...flows },
      isSelfRegistered: true,
    },
    createdAt: now,
  };
  const added = await addService(ports, caller, service);
  return added.ok ? ok({ service, secret: made?.secret }) : added;
}
