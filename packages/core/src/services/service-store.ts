import type { GroupId, ServiceId } from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import type { Query } from '../query/query.ts';
import type { Service } from './service.ts';
import type { ServiceAttributes } from './service-attributes.ts';

export type ServiceOrderKey = 'name' | 'key' | 'creationTime';

/** Registered applications. */
export interface ServiceStore {
  find(id: ServiceId): Promise<Service | undefined>;
  findByKeyForm(keyForm: string): Promise<Service | undefined>;
  /** One that is called so, in whatever case; of several, the first that was registered. */
  findByName(name: string): Promise<Service | undefined>;
  list(page: PageRequest<ServiceOrderKey>, filter: ServiceFilter): Promise<Page<Service>>;
  insert(service: Service): Promise<void>;
  update(service: Service): Promise<void>;
  delete(id: ServiceId): Promise<void>;
  /** Shuts every service to the group; answers how many were open to it. */
  removeViewer(group: GroupId): Promise<number>;
}

export interface ServiceFilter {
  readonly query?: Query<ServiceAttributes> | undefined;
  /** Only these: what a caller sees who may not see all. */
  readonly among?: readonly ServiceId[] | undefined;
}

export interface ServiceTables {
  readonly services: ServiceStore;
}
