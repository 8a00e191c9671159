import type { Migration } from '../schema/migration.ts';

/** Links with which a lost password is replaced, and what users have yet to be told. */
export const help: Migration = {
  name: '0010-help',
  statements: ({ text, integer, rows, keyedRows }) => [
    `create table password_resets (
      id ${text} primary key references users (id),
      hash ${text} not null unique,
      author ${text} not null,
      created_at ${integer} not null,
      expires_at ${integer} not null,
      mac ${text} not null,
      mac_key ${integer} not null
    ) ${keyedRows}`,
    `create table notices (
      event_number ${integer} primary key,
      user_id ${text} not null
    ) ${rows}`,
    'create index notices_by_user on notices (user_id, event_number)',
  ],
};
