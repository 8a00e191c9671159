import { malformed, ok, type Result, refuse, type Service, type ServiceId, trustId } from '@countersign/core';
import type { Authority } from '../authority.ts';
import type { Exchange } from './authorization-request.ts';
import type { OAuthEngine } from './engine.ts';

/** An application's wish that its user signs out (OpenID Connect RP-Initiated Logout 1.0 §2), as far as it is true. */
export interface SignOutRequest {
  /** Who asks; nobody where no application is named. */
  readonly client: Service | undefined;
  /** The user whose identity token it showed: one of ours, for that application, however old. */
  readonly hintedUserId: string | undefined;
  /** Where to afterwards: an address that is registered for the application, and none where it is not known. */
  readonly leadsTo: string | undefined;
}

export interface SignOutRequests {
  /** Refused where it names what is not registered; nobody is signed out then, nor led anywhere. */
  read(from: Exchange, fields: ReadonlyMap<string, string>): Promise<Result<SignOutRequest>>;
}

/** The parameters that say where to afterwards. */
export const leadingFields = ['client_id', 'post_logout_redirect_uri', 'state'] as const;

export function signOutRequests({ store }: Authority, engine: OAuthEngine): SignOutRequests {
  const hintedUserOf = async (hint: string | undefined, clientId: string | undefined) => {
    const client = clientId === undefined ? undefined : await engine.provider.Client.find(clientId);
    if (hint === undefined || client === undefined) return undefined;
    try {
      const { payload } = await engine.provider.IdToken.validate(hint, client);
      return (payload as { readonly sub: string }).sub;
    } catch {
      return undefined;
    }
  };
  return {
    read: ({ request, requestId }, fields) =>
      engine.within(request, requestId, async () => {
        const hint = fields.get('id_token_hint') || undefined;
        const named = fields.get('client_id') || undefined;
        const hintedUserId = await hintedUserOf(hint, audienceOf(hint));
        const hintedClient = hintedUserId === undefined ? undefined : audienceOf(hint);
        if (named !== undefined && hintedClient !== undefined && named !== hintedClient)
          return refuse(malformed('id_token_hint', 'was made for another client'));
        const clientId = named ?? hintedClient;
        if (clientId === undefined)
          return ok({ client: undefined, hintedUserId: undefined, leadsTo: undefined });
        const registered = await engine.provider.Client.find(clientId);
        const client = await store.tables.services.find(trustId<ServiceId>(clientId));
        if (registered === undefined || client === undefined)
          return refuse(malformed('client_id', 'is no registered client'));
        const wanted = fields.get('post_logout_redirect_uri') || undefined;
        if (wanted !== undefined && !registered.redirectUriAllowed(wanted))
          return refuse(malformed('post_logout_redirect_uri', 'is not registered'));
        const uri = wanted ?? client.client?.redirectUris[0];
        return ok({ client, hintedUserId, leadsTo: uri && withState(uri, fields.get('state')) });
      }),
  };
}

/** For whom an identity token says that it was made; to be believed when it is verified. */
function audienceOf(hint: string | undefined): string | undefined {
  try {
    const claims = JSON.parse(Buffer.from(hint?.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims?.aud === 'string' ? claims.aud : undefined;
  } catch {
    return undefined;
  }
}

/** The address as it is registered, byte for byte, and the state behind it. It has no fragment: those are not registered. */
function withState(uri: string, state: string | undefined): string {
  if (state === undefined) return uri;
  return `${uri}${uri.includes('?') ? '&' : '?'}${new URLSearchParams({ state })}`;
}
