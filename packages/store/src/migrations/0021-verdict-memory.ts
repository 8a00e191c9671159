import type { Migration } from '../schema/migration.ts';

/** For how long a service's own verifier may believe what it remembers. Null, as for all that were there: not at all. */
export const verdictMemory: Migration = {
  name: '0021-verdict-memory',
  statements: ({ integer }) => [`alter table services add column memory_seconds ${integer}`],
};
