import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  approveScope,
  type Caller,
  type Instant,
  instant,
  type Result,
  type Service,
  type ServiceId,
  trustId,
  type UserActor,
} from '@countersign/core';
import type { InteractionResults, Provider } from 'oidc-provider';
import type { Authority } from '../authority.ts';
import { agreedWords } from './approved-grant.ts';
import type { OAuthEngine } from './engine.ts';
import { secondsOf } from './engine-adapter.ts';
import { engineCookies } from './engine-routes.ts';
import { flushLedger } from './flush-ledger.ts';
import { servicesAsked } from './resolve-services.ts';
import { openIdWords } from './scope-words.ts';

/** What an application asks of the visitor whom it sent here. */
export interface AuthorizationRequest {
  /** Its name; it lasts as long as the visitor is asked about one thing. */
  readonly uid: string;
  /** What is missing before it can go on. */
  readonly wants: 'sign-in' | 'consent';
  readonly client: Service;
  /** Where the answer goes. */
  readonly redirectUri: string;
  readonly services: readonly Service[];
  readonly openIdScope: readonly string[];
  /** Whether it wants to go on while the visitor is away. */
  readonly isOffline: boolean;
  readonly startedAt: Instant;
  /** The session of whoever was sent here, where they had one. */
  readonly startedIn: string | undefined;
  /** Whether signing in before it began is not enough. */
  readonly wantsFreshSignIn: boolean;
}

/** The requests of applications that wait for somebody, as the pages see them. */
export interface AuthorizationRequests {
  /** The one that the browser was sent here with; absent where there is none any more. */
  find(from: Exchange): Promise<AuthorizationRequest | undefined>;
  /** Where the request of that name leads, for whoever knows the name. */
  findDestination(from: Exchange, uid: string): Promise<Destination | undefined>;
  /** Goes on with it; answers where to. */
  signedIn(from: Exchange, visitor: Caller<UserActor>): Promise<string>;
  approve(from: Exchange, visitor: Caller<UserActor>): Promise<Result<string>>;
  deny(from: Exchange): Promise<string>;
}

/** Who asked, and where the answer goes. */
export type Destination = Pick<AuthorizationRequest, 'uid' | 'client' | 'redirectUri'>;

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
}

export function authorizationRequests(authority: Authority, engine: OAuthEngine): AuthorizationRequests {
  // Not as the engine would find it, in the session alone that the request began with: whoever signs in on the way has
  // another one, and may be somebody else. It goes on in the session that answers, and in no other.
  const requestOf = (request: IncomingMessage, response: ServerResponse) => {
    const uid = engine.provider.createContext(request, response).cookies.get(engineCookies.interaction);
    return uid === undefined ? undefined : engine.provider.Interaction.find(uid);
  };
  const find = ({ request, response, requestId }: Exchange) =>
    engine.within(request, requestId, async () => {
      const details = await requestOf(request, response);
      if (details === undefined) return undefined;
      const { params, prompt, uid, iat, session } = details;
      const client = await authority.store.tables.services.find(trustId<ServiceId>(String(params.client_id)));
      if (client === undefined) return undefined;
      const found = await servicesAsked(authority, params);
      const words = String(params.scope ?? '').split(' ');
      const wants: AuthorizationRequest['wants'] = prompt.name === 'login' ? 'sign-in' : 'consent';
      return {
        uid,
        wants,
        client,
        redirectUri: String(params.redirect_uri),
        services: [...new Map(found.map(({ service }) => [service.id, service])).values()],
        openIdScope: words.filter((word) => openIdWords.has(word)),
        isOffline: params.access_type === 'offline' || words.includes('offline_access'),
        startedAt: instant(iat * 1_000),
        startedIn: session?.uid,
        wantsFreshSignIn: prompt.reasons.some((reason) => reason === 'login_prompt' || reason === 'max_age'),
      };
    });
  const finish = ({ request, response, requestId }: Exchange, answer: InteractionResults) =>
    engine.within(request, requestId, async (ledger) => {
      const details = await requestOf(request, response);
      if (details === undefined) return request.url ?? '/';
      const actor = ledger.visitor?.actor;
      details.session = actor && sessionOf(actor);
      details.result = 'error' in answer ? answer : { ...details.lastSubmission, ...answer };
      if (details.result.login !== undefined && actor !== undefined) details.result.login = loginOf(actor);
      await details.save(details.exp - secondsOf(authority.clock.now()));
      await flushLedger(authority, ledger);
      return details.returnTo;
    });
  return {
    find,
    findDestination: ({ request, requestId }, uid) =>
      engine.within(request, requestId, async () => {
        const params = (await engine.provider.Interaction.find(uid))?.params;
        const client = await authority.store.tables.services.find(
          trustId<ServiceId>(String(params?.client_id)),
        );
        return client && { uid, client, redirectUri: String(params?.redirect_uri) };
      }),
    signedIn: (from, { actor }) => finish(from, { login: loginOf(actor) }),
    deny: (from) => finish(from, { error: 'access_denied', error_description: 'the user said no' }),
    async approve(from, visitor) {
      const asked = await find(from);
      if (asked === undefined) return { ok: false, refusal: { kind: 'not-found', what: 'request' } };
      const approved = await approveScope(authority, visitor, {
        client: asked.client.id,
        audience: asked.services.map(({ id }) => id),
        openIdScope: agreedWords(asked.openIdScope, asked.isOffline),
      });
      return approved.ok ? { ok: true, value: await finish(from, { consent: {} }) } : approved;
    },
  };
}

function loginOf({ userId, via }: UserActor) {
  const at = via.kind === 'session' ? via.authenticatedAt : undefined;
  return { accountId: userId, ts: secondsOf(at ?? instant(0)) };
}

/** As the adapter answers it: see `findSession`. */
function sessionOf({ userId, via }: UserActor): InstanceType<Provider['Interaction']>['session'] {
  return via.kind === 'session' ? { accountId: userId, uid: via.id, cookie: via.id } : undefined;
}
