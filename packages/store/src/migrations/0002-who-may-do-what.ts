import type { Migration } from '../schema/migration.ts';
import { fillSearchTexts } from './fill-search-texts.ts';

/**
 * Groups, projects, what services declare, and roles given to groups and in projects. Columns that sealed tables
 * gain stand behind those they had and are null in rows that were sealed before, so that old seals still fit.
 */
export const whoMayDoWhat: Migration = {
  name: '0002-who-may-do-what',
  statements: ({ text, integer, rows, keyedRows }) => [
    `alter table users add column password_change_required ${integer}`,
    `alter table users add column owner_id ${text}`,
    `alter table users add column purpose ${text}`,
    `alter table users add column name_folded ${text} not null default ''`,
    `alter table users add column email_folded ${text} not null default ''`,
    `alter table users add column search_text ${text} not null default ''`,
    'create index users_by_owner on users (owner_id) where owner_id is not null',
    'create index users_by_name on users (name_folded, id)',
    'create index users_by_time on users (created_at, id)',

    `create table reserved_logins (
      login_key ${text} primary key,
      user_id ${text} not null references users (id)
    ) ${keyedRows}`,

    `create table user_groups (
      id ${text} primary key,
      name ${text} not null,
      name_form ${text} not null unique,
      description ${text},
      parent_id ${text} references user_groups (id),
      requires_two_factor ${integer} not null check (requires_two_factor in (0, 1)),
      auto_join ${integer} not null check (auto_join in (0, 1)),
      created_at ${integer} not null,
      mac ${text} not null,
      mac_key ${integer} not null,
      search_text ${text} not null
    ) ${keyedRows}`,
    'create index user_groups_by_parent on user_groups (parent_id) where parent_id is not null',

    `create table memberships (
      id ${text} primary key,
      user_id ${text} not null references users (id),
      group_id ${text} not null references user_groups (id),
      mac ${text} not null,
      mac_key ${integer} not null
    ) ${keyedRows}`,
    'create index memberships_by_user on memberships (user_id, group_id)',
    'create unique index memberships_by_group on memberships (group_id, user_id)',

    `create table projects (
      id ${text} primary key,
      key ${text} not null,
      key_form ${text} not null unique,
      name ${text} not null,
      name_form ${text} not null unique,
      description ${text},
      created_at ${integer} not null,
      mac ${text} not null,
      mac_key ${integer} not null,
      search_text ${text} not null
    ) ${keyedRows}`,

    `create table declared_permissions (
      id ${text} primary key,
      name ${text} not null,
      description ${text},
      service_id ${text} not null,
      holds_in ${text} not null check (holds_in in ('global', 'project')),
      implies ${text} not null,
      withdrawn ${integer} not null check (withdrawn in (0, 1)),
      mac ${text} not null,
      mac_key ${integer} not null
    ) ${keyedRows}`,

    `alter table roles add column description ${text}`,
    `alter table services add column description ${text}`,
    `alter table services add column name_folded ${text} not null default ''`,
    `alter table services add column search_text ${text} not null default ''`,

    // Holders may be groups now, so the reference to users goes; SQLite drops one only with its table.
    `create table assignments_2 (
      id ${text} primary key,
      role_id ${text} not null references roles (id),
      holder_id ${text} not null,
      place ${text} not null,
      mac ${text} not null,
      mac_key ${integer} not null,
      holder_kind ${text} check (holder_kind = 'group'),
      place_kind ${text} check (place_kind in ('project', 'group'))
    ) ${keyedRows}`,
    `insert into assignments_2 (id, role_id, holder_id, place, mac, mac_key)
      select id, role_id, holder_id, place, mac, mac_key from assignments`,
    'drop table assignments',
    'alter table assignments_2 rename to assignments',
    'create unique index assignments_by_holder on assignments (holder_id, place, role_id)',
    'create index assignments_by_place on assignments (place, role_id)',
    'create index assignments_by_role on assignments (role_id, place)',

    // Every reader that finds the log shorter than the count of changes forgets what it knew.
    'drop table changes',
    `create table changes (
      number ${integer} primary key check (number > 0),
      fact_kind ${text} not null,
      fact_id ${text} not null
    ) ${rows}`,
  ],
  fill: fillSearchTexts,
};
