import type { Migration } from '../schema/migration.ts';

/** The secret before the one in force, which stays good for a while. `secret_id` is null for those made before it. */
export const twoSecrets: Migration = {
  name: '0017-two-secrets',
  statements: ({ text }) => [
    `alter table services add column secret_id ${text}`,
    `alter table services add column earlier_secret ${text}`,
  ],
};
