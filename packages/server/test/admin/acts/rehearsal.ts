import { type Caller, type Refusal, type Result, refuse, type Store } from '@countersign/core';
import type { Authority } from '../../../src/authority.ts';

const ended: readonly string[] = ['permanent token', 'session', 'two-factor authentication'];
const rehearsed: Refusal = { kind: 'conflict', rule: 'this was a rehearsal' };

/** An authority in which every change is made and then undone, with what it came to. */
function rehearsal(authority: Authority): {
  readonly stage: Authority;
  readonly outcome: () => Result<unknown>;
} {
  let seen: Result<unknown> = { ok: true, value: undefined };
  const change: Store['change'] = (work) =>
    authority.store.change(async (tables) => {
      seen = await work(tables);
      return refuse(rehearsed);
    });
  return { stage: { ...authority, store: { ...authority.store, change } }, outcome: () => seen };
}

/** What the act itself comes to for the caller, with nothing changed. */
export async function outcomeOf(
  authority: Authority,
  caller: Caller,
  act: Attempt,
): Promise<Result<unknown>> {
  const { stage, outcome } = rehearsal(authority);
  const result = await act(stage, caller);
  // Some refuse before they open a transaction.
  if (result.ok || result.refusal !== rehearsed) return result;
  const seen = outcome();
  // Which token or session it is, and whether there is a factor, comes after the question whether any may be ended.
  const isNone = !seen.ok && seen.refusal.kind === 'not-found' && ended.includes(seen.refusal.what);
  return isNone ? { ok: true, value: undefined } : seen;
}

/** One way of doing something. */
export type Attempt = (stage: Authority, caller: Caller) => Promise<Result<unknown>>;

/** What each act is; of several attempts one that succeeds is enough. */
export type Outcomes = Readonly<Record<string, Attempt | readonly Attempt[]>>;
