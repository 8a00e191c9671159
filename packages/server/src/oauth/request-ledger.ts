import { AsyncLocalStorage } from 'node:async_hooks';
import type {
  ApplicationPasswordId,
  Artefact,
  Caller,
  ConnectionId,
  Instant,
  PermissionSet,
  ServiceId,
  UserActor,
} from '@countersign/core';
import type { AdapterPayload } from 'oidc-provider';

/** What the engine does not know of a connection that is being made: it rides along beside the engine's grant. */
export interface GrantDetails {
  readonly audience: readonly ServiceId[];
  readonly declared: PermissionSet;
  readonly isOffline: boolean;
  /** When the visitor had signed in. */
  readonly authenticatedAt: Instant;
  /** The services as they were asked for, for the answer to echo. */
  readonly asked: readonly string[];
  /** The application password that was given for it; absent where its user agreed on a page. */
  readonly madeWith?: ApplicationPasswordId | undefined;
}

/** One write that the engine asked for. */
export type EngineWrite =
  | {
      readonly kind: 'put';
      readonly model: string;
      readonly id: string;
      readonly payload: AdapterPayload;
      readonly seconds: number;
    }
  | { readonly kind: 'consume'; readonly model: string; readonly id: string }
  | { readonly kind: 'destroy'; readonly model: string; readonly id: string };

/**
 * What one request of the engine found and wants written. Nothing is written before the request has come to its end:
 * then all of it in one transaction, so that no code is spent without its tokens and no token is made without its
 * connection.
 */
export class RequestLedger {
  /** The visitor's own session, where the request carries one. */
  readonly visitor: Caller<UserActor> | undefined;
  readonly caller: Caller;
  readonly writes: EngineWrite[] = [];
  readonly ended = new Set<ConnectionId>();
  readonly grants = new Map<string, GrantDetails>();
  /** The scope that the token endpoint was asked for, as it was asked. */
  askedScope: string | undefined;
  /** The addresses of services that the token endpoint was asked for (RFC 8707). */
  askedResources: readonly string[] = [];
  /** The services that these are. */
  resources: readonly ServiceId[] = [];
  /** What was asked for there, as the answer calls it. */
  askedItems: readonly string[] | undefined;
  /** The services that an access token shall be good for, where it asks for fewer than its connection has. */
  narrowedTo: readonly ServiceId[] | undefined;
  /** A code that was shown and that nobody had spent. */
  shownCode: string | undefined;
  /** A refresh token that was shown and that nobody had spent. */
  shownRefreshToken: Artefact | undefined;
  /** Whether the visitor shall be asked who they are, and their session be no more. */
  wantsToLeave = false;
  /** Whether the client itself gives something back, and nothing was used twice. */
  isRevocation = false;

  constructor(caller: Caller, visitor: Caller<UserActor> | undefined) {
    this.caller = caller;
    this.visitor = visitor;
  }

  /** The payload that this request has put there itself; `gone` where it took it away. */
  find(model: string, id: string): AdapterPayload | 'gone' | undefined {
    for (const write of [...this.writes].reverse()) {
      if (write.model !== model || write.id !== id) continue;
      if (write.kind === 'put') return write.payload;
      if (write.kind === 'destroy') return 'gone';
    }
    return undefined;
  }
}

const ledgers = new AsyncLocalStorage<RequestLedger>();

/** Runs one request of the engine with a ledger of its own. */
export function withLedger<Value>(ledger: RequestLedger, work: () => Promise<Value>): Promise<Value> {
  return ledgers.run(ledger, work);
}

export function ledgerNow(): RequestLedger {
  const ledger = ledgers.getStore();
  if (ledger === undefined) throw new Error('the engine was asked outside a request');
  return ledger;
}
