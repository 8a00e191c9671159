import type { Migration } from '../schema/migration.ts';

/**
 * A use is written once: on its day. Beside the days stood totals that were written with them; now they hold only what was
 * on days that are not kept any more, and the rest is summed as it is read.
 */
export const usesOnce: Migration = {
  name: '0024-uses-once',
  statements: () => [
    'alter table credential_use_totals rename to earlier_credential_uses',
    // A count that grew no more may be less than the sum of its days.
    `update earlier_credential_uses
      set count = case when earlier_credential_uses.count > kept.count then earlier_credential_uses.count - kept.count else 0 end
      from (
        select credential_id, cast(sum(count) as bigint) as count from credential_uses group by credential_id
      ) as kept
      where kept.credential_id = earlier_credential_uses.credential_id`,
    'delete from earlier_credential_uses where count = 0',
  ],
};
