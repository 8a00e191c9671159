import type { Migration } from '../schema/migration.ts';

/** The key that a token is bound to (RFC 9449): null, as for all that were there before, is none. */
export const tokensBoundToKeys: Migration = {
  name: '0020-tokens-bound-to-keys',
  statements: ({ text }) => [
    `alter table access_tokens add column jkt ${text}`,
    `alter table service_tokens add column jkt ${text}`,
  ],
};
