import type { ServiceId } from '../kernel/id.ts';
import type { Service } from './service.ts';
import type { ServiceTables } from './service-store.ts';

/** What is registered of the world outside. */
export interface ServiceAddresses {
  /**
   * Where services have their home: the only places outside to which a sign-in may lead back, and the addresses by which
   * clients call them.
   */
  readonly homes: readonly ServiceHome[];
  /** Pages whose scripts are given tokens. */
  readonly pageUris: readonly string[];
  /** For how long any of them may go on believing what it remembers, in seconds; 0 where none may. */
  readonly longestMemory: number;
}

export interface ServiceHome {
  readonly serviceId: ServiceId;
  readonly url: string;
}

const pageSize = 1_000;

export async function readAddresses({ services }: ServiceTables): Promise<ServiceAddresses> {
  const homes: ServiceHome[] = [];
  const pageUris: string[] = [];
  let longestMemory = 0;
  for (let skip = 0; ; skip += pageSize) {
    const orderBy = [{ key: 'key', descending: false }] as const;
    const { items, total } = await services.list({ skip, top: pageSize, orderBy }, {});
    homes.push(...items.flatMap(homeOf));
    pageUris.push(...items.flatMap(pageUrisOf));
    for (const { memorySeconds = 0 } of items) longestMemory = Math.max(longestMemory, memorySeconds);
    if (items.length === 0 || skip + items.length >= total) return { homes, pageUris, longestMemory };
  }
}

function homeOf({ id, homeUrl }: Service): readonly ServiceHome[] {
  return homeUrl === undefined ? [] : [{ serviceId: id, url: homeUrl }];
}

/** A server's own pages have no tokens; those of a public client, or of one that is given them in the address, do. */
function pageUrisOf({ client }: Service): readonly string[] {
  if (client === undefined) return [];
  const { flows, isConfidential, redirectUris } = client;
  const hasTokens = flows.implicit || (flows.authorizationCode && !isConfidential);
  return hasTokens ? redirectUris.filter((uri) => /^https?:/.test(uri)) : [];
}
