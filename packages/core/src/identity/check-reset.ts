import type { Actor } from '../access/actor.ts';
import { authorizeResetPassword } from '../access/authorize-credentials.ts';
import { ok, refuse } from '../kernel/result.ts';
import { notFound, type Result } from '../refusal.ts';
import type { ReadTarget } from './target-user.ts';
import type { User } from './user.ts';

/** Whose password may be reset by whom, but for how long ago the actor signed in: asked before and in the act. */
export function checkReset(actor: Actor, { user, target }: ReadTarget): Result<User> {
  const may = authorizeResetPassword(actor, target);
  if (!may.ok) return may;
  if (user === undefined) return refuse(notFound('user'));
  if (user.kind === 'bot') return refuse(botsHaveNone);
  return user.state.kind === 'active' ? ok(user) : refuse(banned);
}

const botsHaveNone = {
  kind: 'conflict',
  rule: 'A bot has no password: it never signs in',
} as const;

const banned = {
  kind: 'conflict',
  rule: 'The account is banned and cannot sign in; lift the ban first',
} as const;
