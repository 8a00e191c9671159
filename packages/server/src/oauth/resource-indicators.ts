import {
  authorityServiceId,
  type ProvedFacts,
  type Service,
  type ServiceHome,
  type ServiceId,
} from '@countersign/core';
import type { Authority } from '../authority.ts';
import type { Settings } from '../config/settings.ts';
import { ownResources } from './protected-resource.ts';
import type { AskedService } from './resolve-services.ts';

/** The services that addresses stand for, or what is wrong with one of the addresses. */
export interface FoundResources {
  readonly found: readonly AskedService[];
  readonly fault: string | undefined;
}

/**
 * Looks up the services that a request calls by their address (RFC 8707): by their home URL; the authority by its public
 * URL, or by that of its REST interface. Two services at one home cannot be told apart, and neither is meant. An answer
 * calls them by their id.
 */
export async function resolveResources(
  authority: Authority,
  resources: readonly string[],
): Promise<FoundResources> {
  const found: AskedService[] = [];
  if (resources.length === 0) return { found, fault: undefined };
  const facts = await authority.facts.prove();
  for (const resource of resources) {
    const address = addressForm(resource);
    if (address === undefined || resource.includes('#'))
      return { found, fault: 'resource must be an absolute address without a fragment' };
    const [service, ...more] = await servicesAt(facts, authority.settings, address);
    if (service === undefined || more.length > 0)
      return {
        found,
        fault: `${more.length > 0 ? 'more than one' : 'no'} service has its home at ${resource}`,
      };
    found.push({ service, asked: service.id });
  }
  return { found, fault: undefined };
}

async function servicesAt(
  facts: ProvedFacts,
  { publicUrl }: Settings,
  address: string,
): Promise<readonly Service[]> {
  const isOwn = ownResources(publicUrl).some((own) => addressForm(own) === address);
  const ids = isOwn ? [authorityServiceId] : (byAddress((await facts.addresses()).homes).get(address) ?? []);
  const found = await Promise.all(ids.map((id) => facts.service(id)));
  return found.filter((service) => service !== undefined);
}

/** Made once for as long as the homes stay as they are: anybody may ask for any number of addresses. */
const indexes = new WeakMap<readonly ServiceHome[], ReadonlyMap<string, readonly ServiceId[]>>();

function byAddress(homes: readonly ServiceHome[]): ReadonlyMap<string, readonly ServiceId[]> {
  const known = indexes.get(homes);
  if (known !== undefined) return known;
  const index = new Map<string, ServiceId[]>();
  for (const { serviceId, url } of homes) {
    const address = addressForm(url) ?? url;
    const ids = index.get(address);
    if (ids === undefined) index.set(address, [serviceId]);
    else ids.push(serviceId);
  }
  indexes.set(homes, index);
  return index;
}

/** One text for what clients write with or without a slash at the end. */
function addressForm(address: string): string | undefined {
  return URL.parse(address)?.href.replace(/\/$/, '');
}
