import { DatabaseSync } from 'node:sqlite';
import { type AuditEvent, type AuditHead, genesis, verifyLinks } from '@countersign/core';
import { databaseFile, openStoreIn } from './open-store.ts';

export interface AuditTrail {
  readonly problems: readonly string[];
  readonly events: number;
  readonly tokens: number;
}

const chunkSize = 1_000;

/**
 * Looks for half a change in a stopped authority: a token without the event of its creation, an event without its
 * token, and the same for revocations; and follows every link of the audit chain to its head.
 */
export async function checkAuditTrail(dataDirectory: string): Promise<AuditTrail> {
  const problems: string[] = [];
  const issued = new Set<string>();
  const revoked = new Set<string>();
  const { store, digest } = await openStoreIn(dataDirectory);
  try {
    let last: AuditHead = genesis;
    for (;;) {
      const events = await store.audit.listAfter(last.number, chunkSize);
      const links = verifyLinks(last, events, digest);
      if (!links.ok) problems.push(`the audit chain breaks at event ${links.brokenAt}`);
      if (!links.ok || events.length === 0) break;
      last = links.head;
      for (const event of events) noteToken(event, issued, revoked, problems);
    }
    const head = await store.audit.head();
    if (head.number !== last.number || head.hash !== last.hash)
      problems.push(`the audit log ends at event ${last.number} and its head says ${head.number}`);
    const tokens = readTokens(dataDirectory);
    compareTokens(tokens, issued, revoked, problems);
    return { problems, events: last.number, tokens: tokens.size };
  } finally {
    await store.close();
  }
}

function noteToken(
  { kind, text, number }: AuditEvent,
  issued: Set<string>,
  revoked: Set<string>,
  problems: string[],
): void {
  if (kind !== 'permanent-token.issued' && kind !== 'permanent-token.revoked') return;
  const { target } = JSON.parse(text) as { readonly target: { readonly id: string } };
  const seen = kind === 'permanent-token.issued' ? issued : revoked;
  if (seen.has(target.id)) problems.push(`event ${number} says ${kind} of ${target.id} a second time`);
  seen.add(target.id);
}

/** Read beside the store, whose lists leave revoked tokens out: one without any event would not be found there. */
function readTokens(dataDirectory: string): ReadonlyMap<string, string> {
  const database = new DatabaseSync(databaseFile(dataDirectory), { readOnly: true });
  try {
    const rows = database.prepare('select id, state from permanent_tokens').all();
    return new Map(rows.map(({ id, state }) => [String(id), String(state)]));
  } finally {
    database.close();
  }
}

function compareTokens(
  tokens: ReadonlyMap<string, string>,
  issued: ReadonlySet<string>,
  revoked: ReadonlySet<string>,
  problems: string[],
): void {
  for (const [id, state] of tokens) {
    if (!issued.has(id)) problems.push(`the token ${id} has no event of its creation`);
    if ((state === 'revoked') !== revoked.has(id))
      problems.push(`the token ${id} is ${state}, and its events say otherwise`);
  }
  for (const id of issued) if (!tokens.has(id)) problems.push(`the created token ${id} has no row`);
}
