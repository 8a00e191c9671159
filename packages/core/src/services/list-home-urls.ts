import type { ServiceTables } from './service-store.ts';

const pageSize = 1_000;

/** Where the registered services have their home: the only places outside to which a sign-in may lead back. */
export async function listHomeUrls({ services }: ServiceTables): Promise<readonly string[]> {
  const found: string[] = [];
  for (let skip = 0; ; skip += pageSize) {
    const orderBy = [{ key: 'key', descending: false }] as const;
    const { items, total } = await services.list({ skip, top: pageSize, orderBy }, {});
    found.push(...items.flatMap(({ homeUrl }) => homeUrl ?? []));
    if (items.length === 0 || skip + items.length >= total) return found;
  }
}
