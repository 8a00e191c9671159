import type { ServiceId } from '../kernel/id.ts';
import type { ServiceTables } from '../services/service-store.ts';

/** The service that acts, as an event names it: by its id where it is gone. */
export async function clientName({ services }: ServiceTables, client: ServiceId): Promise<string> {
  return (await services.find(client))?.name ?? client;
}
