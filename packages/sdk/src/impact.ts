import type { RequestOptions, Transport } from './transport.ts';
export interface ServiceImpact { readonly tokens: number; readonly users: number; readonly permissions: number; readonly recentUse: number }
export interface Impact { ofService(id: string, options?: RequestOptions): Promise<ServiceImpact>; }
export function impactOver(request: Transport): Impact {
  return { ofService: (id, { signal } = {}) => request({ method: 'GET', path: ['services', id, 'impact'], signal }) };
}
