import { authorityServiceId, type Service, type ServiceId } from '@countersign/core';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Authority } from '../authority.ts';
import { resolveResources } from './resource-indicators.ts';
import { askedResources, askedServices, readScope } from './scope-words.ts';

/** A service that was asked for, with the text that asked for it. */
export interface AskedService {
  readonly service: Service;
  readonly asked: string;
}

/** Hub's own word for the authority itself. */
const authorityNames: ReadonlySet<string> = new Set(['hub']);

/** Looks every service of a scope up: by id, by key, or by name. Absent where an item names none. */
export async function resolveServices(
  authority: Authority,
  scope: string,
): Promise<{ readonly found: readonly AskedService[]; readonly unknown: string | undefined }> {
  const facts = await authority.facts.prove();
  const found: AskedService[] = [];
  for (const { name, asked } of readScope(scope).services) {
    const service =
      (await facts.service(authorityNames.has(name.toLowerCase()) ? authorityServiceId : name)) ??
      (await authority.store.tables.services.findByName(name));
    if (service === undefined) return { found, unknown: asked };
    found.push({ service, asked });
  }
  return { found, unknown: undefined };
}

/** The services of an authorization request that was checked, by scope and by address. */
export async function servicesAsked(
  authority: Authority,
  params: Readonly<Record<string, unknown>>,
): Promise<readonly AskedService[]> {
  const byScope = await resolveServices(authority, String(params[askedServices] ?? ''));
  const byAddress = await resolveResources(authority, readResources(params[askedResources]));
  return merge(byScope.found, byAddress.found);
}

/** Each service once: by the scope where it stands in both. */
export function merge(
  byScope: readonly AskedService[],
  byAddress: readonly AskedService[],
): readonly AskedService[] {
  const known = new Set(byScope.map(({ service }) => service.id));
  return [...byScope, ...byAddress.filter(({ service }) => !known.has(service.id))];
}

function readResources(text: unknown): readonly string[] {
  return typeof text === 'string' ? JSON.parse(text) : [];
}

export function audienceOf(found: readonly AskedService[]): readonly ServiceId[] {
  return [...new Set(found.map(({ service }) => service.id))];
}

/**
 * Refuses a scope that asks for nothing, or names what is no service (RFC 6749 §3.3, §4.1.2.1), in the engine's own way
 * to refuse.
 */
export async function checkAskedServices(
  authority: Authority,
  { oidc }: KoaContextWithOIDC,
  value: string | undefined,
): Promise<void> {
  if (value === undefined) {
    if (oidc.requestParamScopes.size > 0) return;
    throw new errors.InvalidScope('scope must name a service, or a word of OpenID Connect', '');
  }
  const { unknown } = await resolveServices(authority, value);
  if (unknown !== undefined)
    throw new errors.InvalidScope(`no registered service is called ${JSON.stringify(unknown)}`, unknown);
}

/** Refuses an address that is none of a service (RFC 8707 §2), in the same way. */
export async function checkAskedResources(authority: Authority, value: string | undefined): Promise<void> {
  const { fault } = await resolveResources(authority, readResources(value));
  if (fault !== undefined) throw new errors.InvalidTarget(fault);
}
