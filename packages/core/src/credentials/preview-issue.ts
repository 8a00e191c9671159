import type { AccessTables } from '../access/access-store.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeIssueCredential } from '../access/authorize.ts';
import type { UserTables } from '../identity/identity-store.ts';
import { readTargetUser } from '../identity/target-user.ts';
import type { UserId } from '../kernel/id.ts';
import type { Result } from '../refusal.ts';

/** Whether issuing a token for the owner would be refused, and why: asked before anybody types, by the same rule. */
export async function previewIssue(
  tables: UserTables & AccessTables,
  caller: Caller,
  owner: UserId,
): Promise<Result<void>> {
  return authorizeIssueCredential(caller.actor, (await readTargetUser(tables, owner)).target);
}
