import type { Migration } from '../schema/migration.ts';

/** How a service takes part in OAuth: null, as for all that were there before, is not at all. */
export const oauthClients: Migration = {
  name: '0013-oauth-clients',
  statements: ({ text }) => [`alter table services add column client ${text}`],
};
