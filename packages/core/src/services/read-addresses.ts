import type { Service } from './service.ts';
import type { ServiceTables } from './service-store.ts';

/** What is registered of the world outside. */
export interface ServiceAddresses {
  /** Where services have their home: the only places outside to which a sign-in may lead back. */
  readonly homeUrls: readonly string[];
  /** Pages whose scripts are given tokens. */
  readonly pageUris: readonly string[];
}

const pageSize = 1_000;

export async function readAddresses({ services }: ServiceTables): Promise<ServiceAddresses> {
  const homeUrls: string[] = [];
  const pageUris: string[] = [];
  for (let skip = 0; ; skip += pageSize) {
    const orderBy = [{ key: 'key', descending: false }] as const;
    const { items, total } = await services.list({ skip, top: pageSize, orderBy }, {});
    homeUrls.push(...items.flatMap(({ homeUrl }) => homeUrl ?? []));
    pageUris.push(...items.flatMap(pageUrisOf));
    if (items.length === 0 || skip + items.length >= total) return { homeUrls, pageUris };
  }
}

/** A server's own pages have no tokens; those of a public client, or of one that is given them in the address, do. */
function pageUrisOf({ client }: Service): readonly string[] {
  if (client === undefined) return [];
  const { flows, isConfidential, redirectUris } = client;
  const hasTokens = flows.implicit || (flows.authorizationCode && !isConfidential);
  return hasTokens ? redirectUris.filter((uri) => /^https?:/.test(uri)) : [];
}
