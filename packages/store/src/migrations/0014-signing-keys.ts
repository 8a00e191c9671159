import type { Migration } from '../schema/migration.ts';

/** Keys that sign identity tokens, encrypted under the key ring. `place` is 1 for the first, so that there is one. */
export const signingKeys: Migration = {
  name: '0014-signing-keys',
  statements: ({ text, integer }) => [
    `create table signing_keys (
      place ${integer} primary key,
      id ${text} not null unique,
      encrypted ${text} not null,
      created_at ${integer} not null
    )`,
  ],
};
