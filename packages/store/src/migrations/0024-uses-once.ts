import type { Migration } from '../schema/migration.ts';

/**
 * A use is written once: on its day. Beside the days stood totals that were written with them; now they hold only what was
 * on days that are not kept any more, and the rest is summed as it is read.
 */
export const usesOnce: Migration = {
  name: '0024-uses-once',
  statements: () => [
    'alter table credential_use_totals rename to earlier_credential_uses',
    `delete from earlier_credential_uses where count <= ${ofKeptDays}`,
    `update earlier_credential_uses set count = count - ${ofKeptDays}`,
  ],
};

const ofKeptDays = `(select cast(coalesce(sum(credential_uses.count), 0) as bigint) from credential_uses
  where credential_uses.credential_id = earlier_credential_uses.credential_id)`;
