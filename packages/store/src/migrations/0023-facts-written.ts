import type { Migration } from '../schema/migration.ts';

/**
 * Counts what is written to the tables that checks read, whoever writes it: the engine itself does, so that a hand in the
 * database is noticed as the authority is. Of credentials alone nobody remembers that there is none, and so a new one
 * is not counted. Up to `facts_accounted`, what was written is in the log of changes.
 */
export const factsWritten: Migration = {
  name: '0023-facts-written',
  statements: ({ integer, makeFactsMark, watch, watchCredentials }) => [
    `alter table authority_head add column facts_mark ${integer} not null default 0`,
    `alter table authority_head add column facts_accounted ${integer} not null default 0`,
    ...makeFactsMark,
    ...facts.flatMap(watch),
    ...credentials.flatMap(watchCredentials),
  ],
};

const facts = [
  'users',
  'user_groups',
  'memberships',
  'projects',
  'declared_permissions',
  'roles',
  'assignments',
  'services',
  'factors',
  'passkeys',
] as const;

const credentials = ['permanent_tokens', 'application_passwords', 'access_tokens', 'service_tokens'] as const;
