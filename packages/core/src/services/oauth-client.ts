import type { FieldRule, Refusal } from '../refusal.ts';
import { brokenRedirectUriRule, redirectUriCountMax } from './redirect-uri.ts';

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
  /** Whether pages that users are sent back to may sign them in within a frame, or in a window that they hold. */
  readonly embedsSignIn: boolean;
  /** Whether it takes part in the strictest way alone: see `brokenStrictness`. */
  readonly isStrict: boolean;
  /** How long an access token lives. */
  readonly accessTokenSeconds: number;
  /** How long a refresh token lives that nobody uses, and how long a connection lives in all. */
  readonly idleSeconds: number;
  readonly totalSeconds: number;
  /** Whether an application registered itself so, and nobody typed it. */
  readonly isSelfRegistered?: true | undefined;
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

/** What may be changed of it; what is absent stays. */
export type OAuthClientChange = Given<Omit<OAuthClient, 'flows' | 'isSelfRegistered'>> & {
  readonly flows?: Given<OAuthFlows> | undefined;
};

type Given<Thing> = { readonly [Field in keyof Thing]?: Thing[Field] | undefined };

const hourSeconds = 3_600;
const daySeconds = 24 * hourSeconds;
const yearSeconds = 365 * daySeconds;

/** Each from and to, both allowed. */
const lifetimes = {
  accessTokenSeconds: [60, daySeconds],
  idleSeconds: [hourSeconds, yearSeconds],
  totalSeconds: [hourSeconds, 10 * yearSeconds],
} as const;

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
  embedsSignIn: false,
  isStrict: false,
  accessTokenSeconds: hourSeconds,
  idleSeconds: 30 * daySeconds,
  totalSeconds: yearSeconds,
};

/** The settings with a change in them; absent as long as they are those of a service that takes no part. */
export function changeClient(
  before: OAuthClient | undefined,
  { flows, ...change }: OAuthClientChange,
): OAuthClient | undefined {
  const client = before ?? defaultClient;
  const changed = { ...overlay(client, change), flows: overlay(client.flows, flows ?? {}) };
  const isDefault = JSON.stringify(changed) === JSON.stringify(defaultClient);
  return before === undefined && isDefault ? undefined : changed;
}

function overlay<Thing extends object>(thing: Thing, change: Given<Thing>): Thing {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...thing, ...Object.fromEntries(given) };
}

/** The rules that the settings break, each at its field, or nothing. */
export function brokenClientRule(client: OAuthClient): Refusal | undefined {
  const [first, ...more] = [
    ...brokenRedirectUris(client),
    ...brokenFlows(client),
    ...brokenStrictness(client),
    ...brokenLifetimes(client),
  ];
  return first === undefined ? undefined : { kind: 'malformed', fields: [first, ...more] };
}

function brokenRedirectUris({ redirectUris, flows, isConfidential }: OAuthClient): readonly FieldRule[] {
  const all = (rule: string) => [{ field: 'redirectUris', rule }];
  if (redirectUris.length > redirectUriCountMax)
    return all(`must name at most ${redirectUriCountMax} addresses`);
  if (redirectUris.length === 0 && (flows.authorizationCode || flows.implicit))
    return all('must name at least one address while users are sent back to the service');
  return redirectUris.flatMap((uri, index) => {
    const isRepeated = redirectUris.indexOf(uri) < index;
    const rule = isRepeated ? 'is there twice' : brokenRedirectUriRule(uri, isConfidential);
    return rule === undefined ? [] : [{ field: `redirectUris.${index}`, rule }];
  });
}

function brokenFlows({ flows, isConfidential }: OAuthClient): readonly FieldRule[] {
  const broken: FieldRule[] = [];
  // RFC 6749 §4.4.
  if (flows.clientCredentials && !isConfidential)
    broken.push({
      field: 'clientCredentialsFlowEnabled',
      rule: 'needs a service that can keep its secret',
    });
  // Nobody types a password into what anybody could have published under a service's name.
  if (flows.password && !isConfidential)
    broken.push({
      field: 'resourceOwnerFlowEnabled',
      rule: 'needs a service that can keep its secret',
    });
  if (flows.refresh && !flows.authorizationCode && !flows.device && !flows.password)
    broken.push({
      field: 'refreshTokensEnabled',
      rule: 'needs the authorization code, the device or the password flow',
    });
  return broken;
}

/**
 * The strict profile (RFC 9700 §2; ASVS 10.4.13, 10.4.14, level 3): requests are pushed first, and every access token is
 * bound to a key. What is asked for in an address and answered there can be neither, nor can a password be; a verifier
 * is what RFC 7636 says, and nobody frames the page on which users agree.
 */
function brokenStrictness({
  isStrict,
  flows,
  isVerifierLenient,
  embedsSignIn,
}: OAuthClient): readonly FieldRule[] {
  if (!isStrict) return [];
  const weaker = [
    ['implicitFlowEnabled', flows.implicit],
    ['resourceOwnerFlowEnabled', flows.password],
    ['lenientVerifier', isVerifierLenient],
    ['embeddedSignIn', embedsSignIn],
  ] as const;
  return weaker
    .filter(([, isOn]) => isOn)
    .map(([field]) => ({ field, rule: 'must be off while the strict profile (strictProfile) is on' }));
}

function brokenLifetimes(client: OAuthClient): readonly FieldRule[] {
  const broken: FieldRule[] = [];
  const check = (name: keyof typeof lifetimes, field: string) => {
    const [least, most] = lifetimes[name];
    const seconds = client[name];
    if (!Number.isInteger(seconds) || seconds < least || seconds > most)
      broken.push({ field, rule: `must be a whole number of seconds from ${least} to ${most}` });
  };
  check('accessTokenSeconds', 'accessTokenLifetime');
  check('idleSeconds', 'refreshTokenIdleLifetime');
  check('totalSeconds', 'refreshTokenLifetime');
  if (broken.length === 0 && client.totalSeconds < client.idleSeconds)
    broken.push({ field: 'refreshTokenLifetime', rule: 'must not be shorter than refreshTokenIdleLifetime' });
  return broken;
}

/** The settings as an audit event tells them. */
export function clientFacts(client: OAuthClient = defaultClient) {
  const names = Object.keys(defaultClient.flows) as (keyof OAuthFlows)[];
  return { ...client, flows: names.filter((name) => client.flows[name]) };
}
