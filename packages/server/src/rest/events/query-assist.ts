import {
  assist,
  authorizeReadAudit,
  type Caller,
  type GroupTables,
  ok,
  type QueryAssistance,
  type Result,
  suggestUsers,
  type Typing,
  type UserTables,
} from '@countersign/core';
import { eventAttributes } from './event-attributes.ts';

/** Completes a query about events, for whoever may read the log. */
export async function assistEventQuery(
  tables: UserTables & GroupTables,
  caller: Caller,
  typing: Typing,
): Promise<Result<QueryAssistance>> {
  const may = authorizeReadAudit(caller.actor);
  if (!may.ok) return may;
  return ok(
    await assist(typing, eventAttributes, async (name, typed) => {
      if (name !== 'author' && name !== 'subject') return [];
      const logins = await suggestUsers(tables, caller, typed, 'login');
      return name === 'author' ? ['me', ...logins, 'system', 'anonymous'] : ['me', ...logins];
    }),
  );
}
