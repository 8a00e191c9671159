import type { AccessTables } from '../access/access-store.ts';
import { type Act, previewAct } from '../access/act.ts';
import type { Caller } from '../access/actor.ts';
import {
  authorizeEndSessions,
  authorizeIssueCredential,
  authorizeRevokeCredential,
  authorizeRevokeEverything,
  authorizeTurnOffTwoFactor,
} from '../access/authorize-credentials.ts';
import type { UserId } from '../kernel/id.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import { checkAdministratorRemains } from './administrator-remains.ts';
import { checkBan } from './ban-user.ts';
import { checkReset } from './check-reset.ts';
import { checkDelete } from './delete-user.ts';
import { findUser } from './find-user.ts';
import type { GroupTables, UserTables } from './identity-store.ts';
import { type ReadTarget, readTargetUser } from './target-user.ts';
import { checkUpdate } from './update-user.ts';

export type UserActName =
  | 'update'
  | 'changeIdentity'
  | 'changeLogin'
  | 'ban'
  | 'delete'
  | 'issueToken'
  | 'revokeToken'
  | 'endSession'
  | 'requirePasswordChange'
  | 'resetPassword'
  | 'revokeEverything'
  | 'turnOffTwoFactor';

/**
 * What the caller may do with a user. The identity that one changes about oneself is the e-mail address; a login
 * is an administrator's to change. Where an act also needs a recent sign-in, the page leads there when it is tried.
 */
export async function previewUserActs(
  tables: UserTables & GroupTables & AccessTables,
  caller: Caller,
  id: UserId,
): Promise<Result<readonly Act<UserActName>[]>> {
  const { actor } = caller;
  if (actor.kind !== 'user') return refuse({ kind: 'unauthenticated' });
  const known = await findUser(tables, caller, id);
  if (!known.ok) return known;
  const read = await readTargetUser(tables, id);
  const { login } = known.value;
  const remains = await checkAdministratorRemains(tables, { user: id });
  return ok([
    previewAct('update', checkUpdate(actor, read, { name: known.value.name })),
    previewAct('changeIdentity', checkUpdate(actor, read, { email: '' })),
    previewAct('changeLogin', checkUpdate(actor, read, { login })),
    previewAct('ban', firstOf(checkBan(actor, read), remains)),
    previewAct('delete', firstOf(checkDelete(actor, read), remains)),
    previewAct('issueToken', ofSomebody(authorizeIssueCredential(actor, read.target), read)),
    previewAct('revokeToken', authorizeRevokeCredential(actor, id)),
    previewAct('endSession', authorizeEndSessions(actor, id)),
    previewAct('requirePasswordChange', checkUpdate(actor, read, { passwordChangeRequired: true })),
    previewAct('resetPassword', checkReset(actor, read)),
    previewAct('revokeEverything', ofSomebody(authorizeRevokeEverything(actor, read.target), read)),
    previewAct('turnOffTwoFactor', ofSomebody(authorizeTurnOffTwoFactor(actor, read.target), read)),
  ]);
}

/** Who might act on a user learns that there is none. */
function ofSomebody(may: Result<unknown>, { user }: ReadTarget): Result<unknown> {
  return may.ok && user === undefined ? refuse(notFound('user')) : may;
}

function firstOf(one: Result<unknown>, other: Result<unknown>): Result<unknown> {
  return one.ok ? other : one;
}
