import type { GroupId, ServiceId } from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import type { Service } from './service.ts';

export type ServiceOrderKey = 'name' | 'key' | 'creationTime';

/** Registered applications. */
export interface ServiceStore {
  find(id: ServiceId): Promise<Service | undefined>;
  findByKeyForm(keyForm: string): Promise<Service | undefined>;
  /** Those that members of any of the groups may see, and the authority's own; all of them for `everything`. */
  list(
    page: PageRequest<ServiceOrderKey>,
    visibleTo: readonly GroupId[] | 'everything',
  ): Promise<Page<Service>>;
  insert(service: Service): Promise<void>;
  update(service: Service): Promise<void>;
}

export interface ServiceTables {
  readonly services: ServiceStore;
}
