import type { Migration } from '../schema/migration.ts';

/** The first schema: accounts, access, services, credentials, sessions, bookkeeping, the log and its head. */
export const groundFloor: Migration = {
  name: '0001-ground-floor',
  statements: ({ text, integer, rows, keyedRows }) => [
    `create table schema_migrations (
      number ${integer} primary key,
      name ${text} not null
    ) ${rows}`,

    `create table users (
      id ${text} primary key,
      kind ${text} not null check (kind in ('person', 'bot')),
      login ${text} not null,
      login_key ${text} not null unique,
      name ${text} not null,
      email ${text},
      state ${text} not null check (state in ('active', 'banned', 'deleted')),
      ban_reason ${text} check (ban_reason is null or state = 'banned'),
      password_hash ${text},
      created_at ${integer} not null,
      mac ${text} not null,
      mac_key ${integer} not null
    ) ${keyedRows}`,

    `create table roles (
      id ${text} primary key,
      key ${text} not null unique,
      name ${text} not null,
      permissions ${text} not null,
      mac ${text} not null,
      mac_key ${integer} not null
    ) ${keyedRows}`,

    `create table assignments (
      id ${text} primary key,
      role_id ${text} not null references roles (id),
      holder_id ${text} not null references users (id),
      place ${text} not null,
      mac ${text} not null,
      mac_key ${integer} not null
    ) ${keyedRows}`,
    'create index assignments_by_holder on assignments (holder_id)',

    `create table services (
      id ${text} primary key,
      key ${text} not null,
      key_form ${text} not null unique,
      name ${text} not null,
      home_url ${text},
      viewers ${text} not null,
      secret_hash ${text},
      secret_hint ${text} check ((secret_hint is null) = (secret_hash is null)),
      secret_created_at ${integer} check ((secret_created_at is null) = (secret_hash is null)),
      created_at ${integer} not null,
      mac ${text} not null,
      mac_key ${integer} not null
    ) ${keyedRows}`,

    `create table permanent_tokens (
      hash ${text} primary key,
      id ${text} not null unique,
      user_id ${text} not null references users (id),
      author_id ${text} not null references users (id),
      name ${text} not null,
      description ${text},
      audience ${text} not null,
      narrowed_to ${text},
      ceiling ${text},
      state ${text} not null check (state in ('active', 'paused', 'revoked')),
      revoked_at ${integer} check ((revoked_at is not null) = (state = 'revoked')),
      revoked_by ${text} check ((revoked_by is not null) = (state = 'revoked')),
      created_at ${integer} not null,
      expires_at ${integer},
      mac ${text} not null,
      mac_key ${integer} not null
    ) ${keyedRows}`,
    // Wide enough to count a user's tokens without reading one.
    'create index permanent_tokens_by_user on permanent_tokens (user_id, created_at, id, state)',

    `create table sessions (
      hash ${text} primary key,
      id ${text} not null unique,
      user_id ${text} not null references users (id),
      started_at ${integer} not null,
      expires_at ${integer} not null,
      address ${text},
      user_agent ${text},
      mac ${text} not null,
      mac_key ${integer} not null
    ) ${keyedRows}`,
    'create index sessions_by_user on sessions (user_id)',
    'create index sessions_by_end on sessions (expires_at)',

    `create table set_up (
      id ${integer} primary key check (id = 1),
      code_hash ${text},
      founded_at ${integer} not null,
      completed_at ${integer} check (completed_at is null or code_hash is null)
    ) ${rows}`,

    `create table credential_uses (
      credential_id ${text} not null,
      service_id ${text} not null,
      day ${integer} not null,
      count ${integer} not null check (count >= 0),
      last_at ${integer} not null,
      address ${text},
      user_agent ${text},
      primary key (credential_id, service_id, day)
    ) ${keyedRows}`,

    `create table credential_use_totals (
      credential_id ${text} primary key,
      count ${integer} not null check (count >= 0),
      last_at ${integer} not null,
      address ${text},
      user_agent ${text}
    ) ${keyedRows}`,

    `create table session_uses (
      session_id ${text} primary key,
      last_at ${integer} not null
    ) ${keyedRows}`,

    `create table sign_in_attempts (
      key ${text} primary key,
      count ${integer} not null check (count >= 0),
      last_at ${integer} not null,
      blocked_until ${integer} not null,
      admitted ${integer} not null check (admitted in (0, 1))
    ) ${keyedRows}`,
    'create index sign_in_attempts_by_time on sign_in_attempts (last_at)',

    `create table refused_checks (
      minute ${integer} not null,
      reason ${text} not null,
      source ${text} not null,
      count ${integer} not null check (count >= 0),
      primary key (minute, reason, source)
    ) ${keyedRows}`,

    `create table audit_events (
      number ${integer} primary key check (number > 0),
      at ${integer} not null,
      kind ${text} not null,
      text ${text} not null,
      previous_hash ${text} not null,
      hash ${text} not null
    ) ${rows}`,

    `create table changes (
      number ${integer} primary key check (number > 0),
      fact_kind ${text} not null check (fact_kind in ('user', 'service', 'permanent-token', 'role')),
      fact_id ${text} not null
    ) ${rows}`,

    `create table authority_head (
      id ${integer} primary key check (id = 1),
      change_number ${integer} not null check (change_number >= 0),
      audit_number ${integer} not null check (audit_number >= 0),
      audit_hash ${text} not null
    ) ${rows}`,
    "insert into authority_head (id, change_number, audit_number, audit_hash) values (1, 0, 0, '')",
  ],
};
