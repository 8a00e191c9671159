import type { PublicSettings } from '@countersign/api';
import type { RequestOptions, Transport } from './transport.ts';

export interface Settings {
  /** What anybody may know about the installation; needs no credential. */
  public(options?: RequestOptions): Promise<PublicSettings>;
}

export function settingsOver(request: Transport): Settings {
  return {
    public: ({ signal } = {}) => request({ method: 'GET', path: ['settings', 'public'], signal }),
  };
}
