import type { Service } from '@countersign/sdk';

/** What a sign-in that is only tried would come to, as the settings stand. */
export interface SignInTest {
  /** What stands in its way, whatever else is set. */
  readonly obstacle: 'flow' | 'address' | 'strict' | undefined;
  readonly asks: 'nobody' | 'once' | 'each time';
  readonly proves: 'secret' | 'verifier';
  /** How long it stays connected, in seconds; undefined where it has access tokens alone. */
  readonly connected: { readonly idle: number; readonly total: number } | undefined;
  readonly accessSeconds: number;
  readonly viewers: readonly string[];
}

export function signInTestOf(service: Service): SignInTest {
  const { refreshTokensEnabled, consentRequired } = service;
  return {
    obstacle: obstacleOf(service),
    asks: asksEachTime(service) ? 'each time' : consentRequired ? 'once' : 'nobody',
    proves: service.trusted ? 'secret' : 'verifier',
    connected: refreshTokensEnabled
      ? { idle: service.refreshTokenIdleLifetime ?? 0, total: service.refreshTokenLifetime ?? 0 }
      : undefined,
    accessSeconds: service.accessTokenLifetime ?? 0,
    viewers: service.viewers.map(({ name }) => name),
  };
}

function obstacleOf({
  authCodeFlowEnabled,
  redirectUris = [],
  strictProfile,
}: Service): SignInTest['obstacle'] {
  if (!authCodeFlowEnabled) return 'flow';
  if (redirectUris.length === 0) return 'address';
  return strictProfile ? 'strict' : undefined;
}

/**
 * Nobody knows who sits at the address of an installed program, and a token in an address is given without the secret:
 * users are asked whatever they agreed to before.
 */
function asksEachTime({ trusted, implicitFlowEnabled, redirectUris = [] }: Service): boolean {
  const provesItself = trusted && implicitFlowEnabled !== true;
  return redirectUris.some((uri) => !uri.startsWith(provesItself ? 'http' : 'https:'));
}

/** What the code would be good for: to know who somebody is, or to act for them at the service, too. */
export type TriedScope = 'sign-in' | 'act';

/**
 * The address to which the service would send a browser. The challenge is chance and the hash of nothing that anybody
 * knows, so the code that comes of it can never be redeemed (RFC 7636 §4.6).
 */
export function signInAddress(
  authorize: string,
  service: Pick<Service, 'id'>,
  chosen: { readonly redirectUri: string; readonly scope: TriedScope; readonly chance: Uint8Array },
): string {
  const challenge = base64url(chosen.chance.slice(0, 32));
  const query = new URLSearchParams({
    client_id: service.id,
    response_type: 'code',
    redirect_uri: chosen.redirectUri,
    scope: chosen.scope === 'act' ? `openid profile ${service.id}` : 'openid profile',
    state: 'test-sign-in',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  return `${authorize}?${query}`;
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
