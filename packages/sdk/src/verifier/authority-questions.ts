import type { UseReport } from '@countersign/api';
import { NoAnswer, NotAllowed, NotUnderstood } from './no-answer.ts';
import type { Presented } from './presented.ts';
import { type Answer, type Changes, readAnswer, readChanges, readTaken } from './read-answer.ts';

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

/**
 * The two questions of a verifier, what a credential is worth and what has changed, and what it tells of its memory. All
 * throw `NoAnswer` where the authority cannot be asked, does not know the service or answers as no authority does. Redirects are never followed.
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
    return readAnswer(await this.#post('', new URLSearchParams({ ...form, remember: 'true' })));
  }

  /** What has changed after a position; answers when something has, and otherwise after the time to wait. */
  async askChanges(after: number | undefined, waitSeconds: number, signal: AbortSignal): Promise<Changes> {
    const form = { ...(after !== undefined && { after: String(after) }), wait: String(waitSeconds) };
    return readChanges(await this.#post('/changes', new URLSearchParams(form), { waitSeconds, signal }));
  }

  /** Tells how often credentials were found good without asking. */
  async tellUses(report: UseReport): Promise<void> {
    readTaken(await this.#post('/uses', JSON.stringify(report)));
  }

  async #post(
    path: string,
    body: URLSearchParams | string,
    patience?: { readonly waitSeconds: number; readonly signal: AbortSignal },
  ): Promise<unknown> {
    const { fetch = globalThis.fetch, timeoutSeconds = 5 } = this.#address;
    const timeout = AbortSignal.timeout(Math.ceil((timeoutSeconds + (patience?.waitSeconds ?? 0)) * 1_000));
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.#introspection + path, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          authorization: this.#authorization,
          ...(typeof body === 'string' && { 'content-type': 'application/json' }),
        },
        body,
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
    503: 'the authority cannot answer at the moment',
  };
  return new (kindOf(status))(
    told[status] ?? `the authority answered ${status}`,
    Number.isFinite(seconds) ? seconds : 1,
  );
}

function kindOf(status: number): typeof NoAnswer {
  if (status === 401 || status === 403) return NotAllowed;
  return [400, 404, 405, 413, 415].includes(status) ? NotUnderstood : NoAnswer;
}

/** As RFC 6749 §2.3.1 has it inside Basic. */
function encodeForm(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1);
}
