import type {
  NewUser,
  Origin,
  PasswordChangeRequired,
  ReplacePassword,
  Result,
  Secret,
  StartedSession,
  User,
} from '@countersign/core';
import type { FastifyRequest } from 'fastify';
import type { PublicUrl } from '../config/settings.ts';
import type { SessionCookie } from '../http/cookies.ts';

/** Everything that the pages need of the authority; nothing else reaches them. */
export interface PageDeps {
  readonly publicUrl: PublicUrl;
  readonly cookie: Pick<SessionCookie, 'start' | 'end'>;
  originOf(request: FastifyRequest): Origin;
  isSetUpOpen(): Promise<boolean>;
  completeSetUp(
    origin: Origin,
    input: { readonly code: string; readonly administrator: NewUser },
  ): Promise<Result<User>>;
  signIn(
    origin: Origin,
    input: { readonly login: string; readonly password: Secret },
  ): Promise<Result<StartedSession | PasswordChangeRequired>>;
  /** Puts a password of one's own in the place of one that somebody else chose, and signs in. */
  replacePassword(origin: Origin, input: ReplacePassword): Promise<Result<StartedSession>>;
  /** Ends the session that the request's cookie names, if it names one that stands. */
  signOut(request: FastifyRequest): Promise<Result<void>>;
}
