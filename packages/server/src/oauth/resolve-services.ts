import { authorityServiceId, type Service, type ServiceId } from '@countersign/core';
import { errors, type KoaContextWithOIDC } from 'oidc-provider';
import type { Authority } from '../authority.ts';
import { readScope } from './scope-words.ts';

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
