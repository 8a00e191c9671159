import type { Attributes } from '../query/attributes.ts';

/** What can be asked of the list of projects. */
export const projectAttributes = {
  name: { kind: 'text', description: 'The name' },
  key: { kind: 'text', description: 'The short name' },
  id: { kind: 'exact', description: 'The identifier' },
} as const satisfies Attributes;

export type ProjectAttributes = typeof projectAttributes;
