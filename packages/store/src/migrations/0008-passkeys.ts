import type { Migration } from '../schema/migration.ts';

/** Passkeys and security keys, when they were used, and which challenges were answered. */
export const passkeys: Migration = {
  name: '0008-passkeys',
  statements: ({ text, integer, keyedRows }) => [
    `create table passkeys (
      id ${text} primary key,
      user_id ${text} not null references users (id),
      name ${text} not null,
      added_at ${integer} not null,
      credential_id ${text} unique,
      public_key ${text},
      mac ${text} not null,
      mac_key ${integer} not null,
      check ((credential_id is null) = (public_key is null))
    ) ${keyedRows}`,
    'create index passkeys_by_user on passkeys (user_id)',
    `create table passkey_uses (
      passkey_id ${text} primary key,
      counter ${integer} not null,
      used_at ${integer} not null
    ) ${keyedRows}`,
    `create table spent_challenges (
      nonce ${text} primary key,
      expires_at ${integer} not null
    ) ${keyedRows}`,
    'create index spent_challenges_by_end on spent_challenges (expires_at)',
  ],
};
