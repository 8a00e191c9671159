import type { Migration } from '../schema/migration.ts';

/** Generated passwords for programs that can send nothing but a user name and a password. */
export const applicationPasswords: Migration = {
  name: '0007-application-passwords',
  statements: ({ text, integer, keyedRows }) => [
    `create table application_passwords (
      hash ${text} primary key,
      id ${text} not null unique,
      user_id ${text} not null references users (id),
      name ${text} not null,
      service_id ${text},
      state ${text} not null check (state in ('active', 'paused', 'revoked')),
      revoked_at ${integer} check ((revoked_at is not null) = (state = 'revoked')),
      revoked_by ${text} check ((revoked_by is not null) = (state = 'revoked')),
      created_at ${integer} not null,
      mac ${text} not null,
      mac_key ${integer} not null
    ) ${keyedRows}`,
    'create index application_passwords_by_user on application_passwords (user_id, created_at, id, state)',
  ],
};
