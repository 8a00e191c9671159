import type { Service, ServiceCreate, ServicesPage, ServiceWithSecret } from '@countersign/api';
import { type ListOptions, listQuery } from './list.ts';
import type { RequestOptions, Transport } from './transport.ts';

export interface Services {
  /** The services that the caller may read. */
  list(options?: ListOptions): Promise<ServicesPage>;
  get(serviceIdOrKey: string, options?: RequestOptions): Promise<Service>;
  /** Registers a service. The answer's `secret` is the only time it is ever shown. */
  create(service: ServiceCreate, options?: RequestOptions): Promise<ServiceWithSecret>;
  /** Replaces the secret; the one before is no longer accepted. The answer shows the new one, once. */
  rotateSecret(serviceIdOrKey: string, options?: RequestOptions): Promise<ServiceWithSecret>;
}

export function servicesOver(request: Transport): Services {
  return {
    list: (options = {}) =>
      request({ method: 'GET', path: ['services'], query: listQuery(options), signal: options.signal }),
    get: (service, { signal } = {}) => request({ method: 'GET', path: ['services', service], signal }),
    create: (body, { signal } = {}) => request({ method: 'POST', path: ['services'], body, signal }),
    rotateSecret: (service, { signal } = {}) =>
      request({ method: 'POST', path: ['services', service, 'secret'], signal }),
  };
}
