import type { Attributes } from '../query/attributes.ts';

/** What can be asked of the list of services. */
export const serviceAttributes = {
  name: { kind: 'text', description: 'The name' },
  applicationName: { kind: 'text', description: 'The name, as clients of this dialect ask for it' },
  key: { kind: 'text', description: 'The short name' },
  id: { kind: 'exact', description: 'The identifier' },
} as const satisfies Attributes;

export type ServiceAttributes = typeof serviceAttributes;
