import type { IntrospectionAnswer, VerdictChanges } from '@countersign/api';
import type { Presented } from './presented.ts';
import type { Principal } from './verdict.ts';

export interface AuthorityAddress {
  /** The authority's public URL. */
  readonly url: string;
  /** The service that verifies, as it is registered there. */
  readonly service: { readonly id: string; readonly secret: string };
  /** In place of the platform's `fetch`. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** How long an answer may take; five seconds unless told. */
  readonly timeoutSeconds?: number | undefined;
}

export type Shown = Extract<Presented, { scheme: 'bearer' | 'basic' }>;

/** What the authority said of a credential. */
export type Answer =
  | { readonly kind: 'inactive' }
  | {
      readonly kind: 'active';
      readonly principal: Principal;
      /** Where the service may remember it: for how long, what would end it, and how far the authority was. */
      readonly remember: NonNullable<Extract<IntrospectionAnswer, { active: true }>['remember']> | undefined;
    };

/** The authority gave no answer that says yes or no. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds = 1, cause?: unknown) {
    super(message, { cause });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/**
 * The two questions of a verifier: what a credential is worth, and what has changed. Both throw `NoAnswer` where the
 * authority cannot be asked, does not know the service or answers as no authority does. Redirects are never followed.
 */
export class AuthorityQuestions {
  readonly #address: AuthorityAddress;
  readonly #authorization: string;
  readonly #introspection: string;

  constructor(address: AuthorityAddress) {
    const { id, secret } = address.service;
    this.#address = address;
    this.#introspection = `${address.url.replace(/\/+$/, '')}/api/rest/oauth2/introspect`;
    this.#authorization = `Basic ${btoa(`${encodeForm(id)}:${encodeForm(secret)}`)}`;
  }

  async askOf(shown: Shown): Promise<Answer> {
    const form =
      shown.scheme === 'bearer' ? { token: shown.token } : { token: shown.password, username: shown.login };
    const answer = (await this.#post('', { ...form, remember: 'true' })) as IntrospectionAnswer;
    // What is bound to a key is good with a proof of it alone (RFC 9449 §7.1), and a verifier is shown none.
    if (!answer.active || answer.cnf !== undefined) return { kind: 'inactive' };
    return {
      kind: 'active',
      remember: answer.remember,
      principal: {
        id: answer.sub,
        login: 'username' in answer ? answer.username : undefined,
        clientId: answer.client_id,
        credentialId: answer.jti,
        kind: answer.token_type === 'application_password' ? 'application-password' : 'token',
        permissions: 'permissions' in answer ? answer.permissions : [],
      },
    };
  }

  /** What has changed after a position; answers when something has, and otherwise after the time to wait. */
  async askChanges(
    after: string | undefined,
    waitSeconds: number,
    signal: AbortSignal,
  ): Promise<VerdictChanges> {
    const form = { ...(after !== undefined && { after }), wait: String(waitSeconds) };
    return (await this.#post('/changes', form, { waitSeconds, signal })) as VerdictChanges;
  }

  async #post(
    path: string,
    form: Readonly<Record<string, string>>,
    patience?: { readonly waitSeconds: number; readonly signal: AbortSignal },
  ): Promise<unknown> {
    const { fetch = globalThis.fetch, timeoutSeconds = 5 } = this.#address;
    const timeout = AbortSignal.timeout(Math.ceil((timeoutSeconds + (patience?.waitSeconds ?? 0)) * 1_000));
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.#introspection + path, {
        method: 'POST',
        headers: { accept: 'application/json', authorization: this.#authorization },
        body: new URLSearchParams(form),
        redirect: 'error',
        cache: 'no-store',
        signal: patience === undefined ? timeout : AbortSignal.any([timeout, patience.signal]),
      });
      text = await response.text();
    } catch (error) {
      throw new NoAnswer('the authority cannot be reached', 1, error);
    }
    if (response.status !== 200) throw refusalOf(response);
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new NoAnswer('what answered is no authority', 1, error);
    }
  }
}

function refusalOf({ status, headers }: Response): NoAnswer {
  const seconds = Number(headers.get('retry-after') ?? 1);
  const told: Record<number, string> = {
    401: 'the authority does not know the service by this id and secret',
    403: 'the authority does not let the service remember verdicts',
    429: 'the authority was asked about too many credentials that are not good',
    503: 'the authority cannot ask its store',
  };
  return new NoAnswer(
    told[status] ?? `the authority answered ${status}`,
    Number.isFinite(seconds) ? seconds : 1,
  );
}

/** As RFC 6749 §2.3.1 has it inside Basic. */
function encodeForm(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
