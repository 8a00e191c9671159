import {
  type Artefact,
  deviceCodeSeconds,
  hasPassed,
  type Instant,
  later,
  type Service,
  type ServiceId,
  trustId,
} from '@countersign/core';
import type { AdapterPayload } from 'oidc-provider';
import type { Authority } from '../authority.ts';
import { withId } from './artefact-text.ts';
import type { StoredPayload } from './engine-adapter.ts';
import { resolveServices } from './resolve-services.ts';
import { askedServices, openIdWords } from './scope-words.ts';
import { userCodeKey } from './user-code.ts';

/** What an application asks of whoever types the code that a device shows (RFC 8628). */
export interface DeviceRequest {
  readonly code: string;
  readonly client: Service;
  readonly services: readonly Service[];
  /** The services as they were asked for, for the answer to echo. */
  readonly asked: readonly string[];
  readonly openIdScope: readonly string[];
  readonly isOffline: boolean;
  /** From where and when the device asked. */
  readonly address: string | undefined;
  readonly startedAt: Instant;
}

/** The device that waits under a code; absent where it was answered, or asked too long ago. */
export async function findDevice(authority: Authority, code: string): Promise<DeviceRequest | undefined> {
  const { store, clock } = authority;
  const { artefacts, services } = store.tables;
  const artefact = await artefacts.findByUserCode('DeviceCode', userCodeKey(authority, code));
  if (artefact === undefined || hasPassed(artefact.expiresAt, clock.now())) return undefined;
  const { clientId, params, deviceInfo } = devicePayload(artefact);
  const client = await services.find(trustId<ServiceId>(String(clientId)));
  if (client?.client?.flows.device !== true) return undefined;
  const { found } = await resolveServices(authority, params[askedServices] ?? '');
  const openIdScope = (params.scope ?? '').split(' ').filter((word) => openIdWords.has(word));
  const isOffline = params.access_type === 'offline' || openIdScope.includes('offline_access');
  return {
    code,
    client,
    services: [...new Map(found.map(({ service }) => [service.id, service])).values()],
    asked: found.map(({ asked }) => asked),
    openIdScope,
    isOffline: isOffline && client.client.flows.refresh,
    address: deviceInfo.address,
    startedAt: later(artefact.expiresAt, -deviceCodeSeconds * 1_000),
  };
}

/** What the engine keeps of a device, as far as it is read here. */
interface DevicePayload extends AdapterPayload {
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly deviceInfo: { readonly address?: string };
}

/** The id is the device's alone, and nobody here knows it: its digest stands in for it. */
export function devicePayload({ payload, hash }: Pick<Artefact, 'payload' | 'hash'>): DevicePayload {
  return withId((JSON.parse(payload) as StoredPayload).engine, hash) as unknown as DevicePayload;
}
