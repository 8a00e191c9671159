import type {
  Caller,
  CompleteSignIn,
  Factor,
  FactorId,
  FirstGuesses,
  NewUser,
  Origin,
  PasskeyRequest,
  PasswordChangeRequired,
  RegisteredPasskey,
  ReplacePassword,
  ResetPassword,
  Result,
  SecondFactorRequired,
  SecondStep,
  Secret,
  StartedFactor,
  StartedPasskey,
  StartedSession,
  TwoFactor,
  User,
  UserActor,
} from '@countersign/core';
import type { FastifyRequest } from 'fastify';
import type { PublicUrl } from '../config/settings.ts';
import type { SessionCookie } from '../http/cookies.ts';
import type { RelyingParty } from '../platform/relying-party.ts';

/** Everything that the pages need of the authority; nothing else reaches them. */
export interface PageDeps {
  readonly publicUrl: PublicUrl;
  /** Absent where there can be no passkeys. */
  readonly relyingParty: RelyingParty | undefined;
  readonly cookie: Pick<SessionCookie, 'start' | 'end'>;
  /** What no password may be. */
  readonly firstGuesses: FirstGuesses;
  originOf(request: FastifyRequest): Origin;
  /** Where the registered services are at home. */
  homeUrls(): Promise<readonly string[]>;
  isSetUpOpen(): Promise<boolean>;
  completeSetUp(
    origin: Origin,
    input: { readonly code: string; readonly administrator: NewUser },
  ): Promise<Result<User>>;
  signIn(
    origin: Origin,
    input: { readonly login: string; readonly password: Secret },
  ): Promise<Result<StartedSession | PasswordChangeRequired | SecondFactorRequired>>;
  completeSignIn(origin: Origin, input: CompleteSignIn): Promise<Result<StartedSession>>;
  /** What the second step can be taken with, for who holds what the first step answered. */
  readSecondStep(pending: Secret): Promise<SecondStep>;
  requestPasskey(): PasskeyRequest;
  signInWithPasskey(origin: Origin, answer: string): Promise<Result<StartedSession>>;
  /** Puts a password of one's own in the place of one that somebody else chose, and signs in. */
  replacePassword(
    origin: Origin,
    input: ReplacePassword,
  ): Promise<Result<StartedSession | SecondFactorRequired>>;
  /** Whose password a link would set; nobody's, where it would not be taken. */
  findResetOwner(link: string): Promise<User | undefined>;
  resetPassword(origin: Origin, input: ResetPassword): Promise<Result<void>>;
  /** Who the request's cookie names, in a session that stands. */
  visitorOf(request: FastifyRequest): Promise<Caller<UserActor> | undefined>;
  readTwoFactor(visitor: Caller<UserActor>): Promise<Result<TwoFactor>>;
  startFactor(visitor: Caller<UserActor>, name: string): Promise<Result<StartedFactor>>;
  confirmFactor(visitor: Caller<UserActor>, code: string): Promise<Result<Factor>>;
  startPasskey(visitor: Caller<UserActor>, name: string): Promise<Result<StartedPasskey>>;
  confirmPasskey(visitor: Caller<UserActor>, answer: string): Promise<Result<RegisteredPasskey>>;
  removeFactor(visitor: Caller<UserActor>, factorId: FactorId): Promise<Result<void>>;
  renewRecoveryCodes(visitor: Caller<UserActor>): Promise<Result<readonly Secret[]>>;
  turnTwoFactorOff(visitor: Caller<UserActor>): Promise<Result<void>>;
  /** Whether the visitor may change their password in this session, before anything is typed. */
  mayChangePassword(visitor: Caller<UserActor>): Result<void>;
  changePassword(
    visitor: Caller<UserActor>,
    input: {
      readonly oldPassword: Secret;
      readonly newPassword: Secret;
      readonly endsApplicationPasswords: boolean;
    },
  ): Promise<Result<User>>;
  /** Ends the session that the request's cookie names, if it names one that stands. */
  signOut(request: FastifyRequest): Promise<Result<void>>;
}
