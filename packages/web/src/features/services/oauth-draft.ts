import type { Service, ServiceUpdate } from '@countersign/sdk';
import type { FormErrors } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import { parseDuration, printDuration } from './duration.ts';

export const flowNames = [
  'authCodeFlowEnabled',
  'deviceFlowEnabled',
  'clientCredentialsFlowEnabled',
  'refreshTokensEnabled',
] as const;

/** For clients that know nothing better. */
export const olderNames = [
  'implicitFlowEnabled',
  'resourceOwnerFlowEnabled',
  'lenientVerifier',
  'embeddedSignIn',
] as const;

const lifetimeNames = ['accessTokenLifetime', 'refreshTokenIdleLifetime', 'refreshTokenLifetime'] as const;

type FlowName = (typeof flowNames | typeof olderNames)[number];
type LifetimeName = (typeof lifetimeNames)[number];

/** The settings as the fields hold them: addresses one on each line, lifetimes in words. */
export type OAuthDraft = Readonly<Record<FlowName, boolean>> &
  Readonly<Record<LifetimeName, string>> & {
    readonly trusted: boolean;
    readonly redirectUris: string;
    readonly consentRequired: boolean;
    readonly strictProfile: boolean;
  };

export function draftOf(service: Service): OAuthDraft {
  return {
    trusted: service.trusted,
    redirectUris: (service.redirectUris ?? []).join('\n'),
    authCodeFlowEnabled: service.authCodeFlowEnabled ?? false,
    deviceFlowEnabled: service.deviceFlowEnabled ?? false,
    clientCredentialsFlowEnabled: service.clientCredentialsFlowEnabled ?? false,
    refreshTokensEnabled: service.refreshTokensEnabled ?? false,
    implicitFlowEnabled: service.implicitFlowEnabled ?? false,
    resourceOwnerFlowEnabled: service.resourceOwnerFlowEnabled ?? false,
    lenientVerifier: service.lenientVerifier ?? false,
    embeddedSignIn: service.embeddedSignIn ?? false,
    consentRequired: service.consentRequired ?? true,
    strictProfile: service.strictProfile ?? false,
    accessTokenLifetime: printDuration(service.accessTokenLifetime ?? 0),
    refreshTokenIdleLifetime: printDuration(service.refreshTokenIdleLifetime ?? 0),
    refreshTokenLifetime: printDuration(service.refreshTokenLifetime ?? 0),
  };
}

export function checkOAuthDraft(draft: OAuthDraft): FormErrors<OAuthDraft> {
  const unread = lifetimeNames.filter((name) => parseDuration(draft[name]) === undefined);
  if (unread.length > 0) return Object.fromEntries(unread.map((name) => [name, t.oauth.notADuration]));
  const [idle = 0, total = 0] = [draft.refreshTokenIdleLifetime, draft.refreshTokenLifetime].map(
    parseDuration,
  );
  return total < idle ? { refreshTokenLifetime: t.oauth.totalTooShort } : {};
}

/** What was typed, as the API takes it. */
export function changeOf(changed: Partial<OAuthDraft>): ServiceUpdate {
  const { redirectUris, accessTokenLifetime, refreshTokenIdleLifetime, refreshTokenLifetime, ...same } =
    changed;
  return {
    ...same,
    ...(redirectUris !== undefined && { redirectUris: linesOf(redirectUris) }),
    ...(accessTokenLifetime !== undefined && { accessTokenLifetime: parseDuration(accessTokenLifetime) }),
    ...(refreshTokenIdleLifetime !== undefined && {
      refreshTokenIdleLifetime: parseDuration(refreshTokenIdleLifetime),
    }),
    ...(refreshTokenLifetime !== undefined && { refreshTokenLifetime: parseDuration(refreshTokenLifetime) }),
  };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** What an address is called in a sentence about it. */
export function uriName(field: string): string | undefined {
  const index = /^redirectUris\.([0-9]+)$/.exec(field)?.[1];
  return index === undefined ? undefined : t.oauth.redirectUri({ number: Number(index) + 1 });
}
