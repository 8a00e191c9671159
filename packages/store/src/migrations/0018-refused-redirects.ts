import type { Migration } from '../schema/migration.ts';

/** Addresses that authorization requests named and that are not registered: hints for administrators. */
export const refusedRedirects: Migration = {
  name: '0018-refused-redirects',
  statements: ({ text, integer, keyedRows }) => [
    `create table refused_redirects (
      service_id ${text} not null references services (id),
      uri ${text} not null,
      id ${text} not null unique,
      verbatim ${integer} not null check (verbatim in (0, 1)),
      count ${integer} not null check (count >= 0),
      tried_at ${integer} not null,
      tried_from ${text},
      first_from ${text},
      primary key (service_id, uri)
    ) ${keyedRows}`,
  ],
};
