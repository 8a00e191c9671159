import type { Migration } from '../schema/migration.ts';

/** Which permissions credentials are used for, where whoever guards a door demands one. */
export const permissionsExercised: Migration = {
  name: '0022-permissions-exercised',
  statements: ({ text, integer, keyedRows }) => [
    `create table credential_permission_uses (
      credential_id ${text} not null,
      service_id ${text} not null,
      permission ${text} not null,
      count ${integer} not null check (count >= 0),
      last_at ${integer} not null,
      primary key (credential_id, service_id, permission)
    ) ${keyedRows}`,
    'create index credential_permission_uses_by_last on credential_permission_uses (last_at)',
  ],
};
