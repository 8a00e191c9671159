import type { UpdateResult } from 'kysely';
import { StoreDefect } from '../failures.ts';

/** An update names one row that the caller has just read in the same transaction: anything else is a defect. */
export function mustHaveUpdated(result: UpdateResult): void {
  if (result.numUpdatedRows !== 1n) throw new StoreDefect('the row to update does not exist');
}
