import type { Caller } from '../access/actor.ts';
import { authorizeReadNotices } from '../access/authorize-credentials.ts';
import type { AuditEvent } from '../audit/chain.ts';
import type { NoticeTables } from '../audit/notice.ts';
import type { UserId } from '../kernel/id.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import { ok } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';

/** What a user has yet to be told, newest first. Nobody else reads it: administrators have the log. */
export async function findNotices(
  tables: NoticeTables,
  caller: Caller,
  userId: UserId,
  window: PageRequest,
): Promise<Result<Page<AuditEvent>>> {
  const may = authorizeReadNotices(caller.actor, userId);
  return may.ok ? ok(await tables.notices.listOf(userId, window)) : may;
}
