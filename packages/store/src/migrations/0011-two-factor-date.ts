import type { Migration } from '../schema/migration.ts';

/** From when on a group requires a second factor: null, as for all that required one before, is at once. */
export const twoFactorDate: Migration = {
  name: '0011-two-factor-date',
  statements: ({ integer }) => [`alter table user_groups add column two_factor_required_from ${integer}`],
};
