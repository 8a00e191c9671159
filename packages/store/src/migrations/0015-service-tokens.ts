import type { Migration } from '../schema/migration.ts';

/** Tokens that services have for themselves: of no connection, and of no user. */
export const serviceTokens: Migration = {
  name: '0015-service-tokens',
  statements: ({ text, integer, keyedRows }) => [
    `create table service_tokens (
      hash ${text} primary key,
      id ${text} not null unique,
      client_id ${text} not null,
      audience ${text} not null,
      state ${text} not null check (state in ('active', 'paused', 'revoked')),
      revoked_at ${integer} check ((revoked_at is not null) = (state = 'revoked')),
      revoked_by ${text} check ((revoked_by is not null) = (state = 'revoked')),
      created_at ${integer} not null,
      expires_at ${integer} not null,
      mac ${text} not null,
      mac_key ${integer} not null
    ) ${keyedRows}`,
    'create index service_tokens_by_client on service_tokens (client_id)',
    'create index service_tokens_by_end on service_tokens (expires_at)',
  ],
};
