import { authorityServiceId, type Service, trustId } from '@countersign/core';
import type { Authority } from '../authority.ts';
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
  for (const resource of resources) {
    const address = addressForm(resource);
    if (address === undefined || resource.includes('#'))
      return { found, fault: 'resource must be an absolute address without a fragment' };
    const [service, ...more] = await servicesAt(authority, address);
    if (service === undefined || more.length > 0)
      return {
        found,
        fault: `${more.length > 0 ? 'more than one' : 'no'} service has its home at ${resource}`,
      };
    found.push({ service, asked: service.id });
  }
  return { found, fault: undefined };
}

const pageSize = 1_000;

async function servicesAt({ settings, store }: Authority, address: string): Promise<readonly Service[]> {
  const { services } = store.tables;
  if (ownResources(settings.publicUrl).some((own) => addressForm(own) === address)) {
    const own = await services.find(trustId(authorityServiceId));
    return own === undefined ? [] : [own];
  }
  const found: Service[] = [];
  for (let skip = 0; ; skip += pageSize) {
    const orderBy = [{ key: 'key', descending: false }] as const;
    const { items, total } = await services.list({ skip, top: pageSize, orderBy }, {});
    found.push(...items.filter(({ homeUrl }) => homeUrl !== undefined && addressForm(homeUrl) === address));
    if (items.length === 0 || skip + items.length >= total) return found;
  }
}

/** One text for what clients write with or without a slash at the end. */
function addressForm(address: string): string | undefined {
  return URL.parse(address)?.href.replace(/\/$/, '');
}
