/** How a service takes part in OAuth: whom it may send where, by which flows, and for how long. */
export interface OAuthClient {
  /** Whether it can keep its secret: a server can, a script in a browser and an installed program cannot. */
  readonly isConfidential: boolean;
  /** Where answers go; each is compared byte for byte (RFC 9700 §2.1). */
  readonly redirectUris: readonly string[];
  readonly flows: OAuthFlows;
  /** Whether users are asked; without it the administrators have agreed for everybody. */
  readonly needsConsent: boolean;
  /** Whether a PKCE verifier may hold letters beside those of RFC 7636 §4.1. */
  readonly isVerifierLenient: boolean;
  /** How long an access token lives. */
  readonly accessTokenSeconds: number;
  /** How long a refresh token lives that nobody uses, and how long a connection lives in all. */
  readonly idleSeconds: number;
  readonly totalSeconds: number;
}

/** Each is off until an administrator switches it on. */
export interface OAuthFlows {
  readonly authorizationCode: boolean;
  readonly refresh: boolean;
  readonly clientCredentials: boolean;
  readonly device: boolean;
  /** Deprecated (RFC 9700 §2.1.2, §2.4): for clients of this dialect that know nothing else. */
  readonly implicit: boolean;
  readonly password: boolean;
}

const daySeconds = 86_400;

export const defaultClient: OAuthClient = {
  isConfidential: true,
  redirectUris: [],
  flows: {
    authorizationCode: false,
    refresh: false,
    clientCredentials: false,
    device: false,
    implicit: false,
    password: false,
  },
  needsConsent: true,
  isVerifierLenient: false,
  accessTokenSeconds: 3_600,
  idleSeconds: 30 * daySeconds,
  totalSeconds: 365 * daySeconds,
};
