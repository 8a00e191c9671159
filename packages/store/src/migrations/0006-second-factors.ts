import type { Migration } from '../schema/migration.ts';

/** Authenticator apps, the codes that stand in for one, and which sessions were opened with it. */
export const secondFactors: Migration = {
  name: '0006-second-factors',
  statements: ({ text, integer, keyedRows }) => [
    `alter table sessions add column second_factor ${integer} check (second_factor = 1)`,
    `create table factors (
      id ${text} primary key,
      user_id ${text} not null references users (id),
      name ${text} not null,
      seed ${text} not null,
      added_at ${integer} not null,
      confirmed_at ${integer},
      mac ${text} not null,
      mac_key ${integer} not null
    ) ${keyedRows}`,
    'create index factors_by_user on factors (user_id)',
    `create table recovery_codes (
      id ${text} primary key,
      user_id ${text} not null references users (id),
      mac ${text} not null,
      mac_key ${integer} not null
    ) ${keyedRows}`,
    'create index recovery_codes_by_user on recovery_codes (user_id)',
    `create table factor_uses (
      factor_id ${text} primary key,
      last_step ${integer} not null,
      used_at ${integer} not null
    ) ${keyedRows}`,
  ],
};
