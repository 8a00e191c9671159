import type { Migration } from '../schema/migration.ts';

/** Finds the connections whose time is over without reading the others. */
export const connectionEnds: Migration = {
  name: '0019-connection-ends',
  statements: () => ['create index connections_by_end on connections (expires_at)'],
};
