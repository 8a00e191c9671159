import type {
  ApplicationPasswordId,
  ConnectionId,
  PermanentTokenId,
  PermissionKey,
  ServiceId,
  SessionId,
  UserId,
} from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { PermissionSet } from './permission-set.ts';

/**
 * Who performs a request. What an actor holds is the decision for the credential that made this request,
 * ceiling and narrowing included; it is computed once, and nothing else in the request is asked about rights.
 */
export type Actor = UserActor | ServiceActor | AnonymousActor | SystemActor;

export interface UserActor {
  readonly kind: 'user';
  readonly userId: UserId;
  readonly login: string;
  readonly via: ActorCredential;
  readonly permissions: PermissionSet;
  /** Told of each permission that the guard asked for and found; absent where nobody counts that. Must not throw. */
  readonly onExercised?: ((permission: PermissionKey) => void) | undefined;
}

export type ActorCredential =
  | {
      readonly kind: 'session';
      readonly id: SessionId;
      /** When its owner last showed who they are; unknown is too long ago. */
      readonly authenticatedAt?: Instant | undefined;
      /** Cut down: opened with a password alone, where a group requires a second factor. */
      readonly isReduced?: boolean | undefined;
    }
  | { readonly kind: 'permanent-token'; readonly id: PermanentTokenId }
  | { readonly kind: 'application-password'; readonly id: ApplicationPasswordId }
  /** By its connection: the token itself is gone within the hour. */
  | { readonly kind: 'access-token'; readonly id: ConnectionId };

export interface ServiceActor {
  readonly kind: 'service';
  readonly serviceId: ServiceId;
}

export interface AnonymousActor {
  readonly kind: 'anonymous';
}

/** The authority itself: founding, jobs, and the commands of the host's operator. */
export interface SystemActor {
  readonly kind: 'system';
}

/** Where a request came from, for the audit event it may cause. */
export interface Origin {
  readonly requestId: string;
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
}

/** Everything a use case needs to know of its caller. */
export interface Caller<Who extends Actor = Actor> {
  readonly actor: Who;
  readonly origin: Origin;
}

/** The session in which an actor asks; a token, a service and the authority itself have none. */
export function sessionOf(actor: Actor): SessionId | undefined {
  return actor.kind === 'user' && actor.via.kind === 'session' ? actor.via.id : undefined;
}
