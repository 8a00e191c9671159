import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyText } from '../../test/arbitraries.ts';
import {
  aCaller,
  administratorHolds,
  ann,
  anonymous,
  aTokenActor,
  bob,
  eve,
  id,
  someService,
  system,
} from '../../test/builders.ts';
import { digest, noon } from '../../test/platform.ts';
import type { PermanentTokenId } from '../kernel/id.ts';
import { type Instant, later } from '../kernel/instant.ts';
import { type AuditEvent, type AuditHead, genesis, linkEvent, verifyLinks } from './chain.ts';
import { type AuditEntry, auditKinds } from './event.ts';
import type { AuditCopies } from './event-text.ts';

function anEntry(given: Partial<AuditEntry> = {}): AuditEntry {
  return {
    kind: 'permanent-token.issued',
    at: noon,
    caller: aCaller(aTokenActor(ann, administratorHolds)),
    subject: bob,
    target: { kind: 'permanent-token', id: id<PermanentTokenId>(31), name: 'nightly build' },
    details: { audience: ['wiki'], expiresAt: 5 },
    ...given,
  };
}

const entries: fc.Arbitrary<AuditEntry> = fc
  .record({
    kind: fc.constantFrom(...auditKinds),
    after: fc.nat(1_000_000),
    caller: fc.constantFrom(
      aCaller(anonymous),
      aCaller(system),
      aCaller(aTokenActor(ann, administratorHolds)),
    ),
    name: anyText,
  })
  .map(({ kind, after, caller, name }) =>
    anEntry({ kind, at: later(noon, after), caller, target: { kind: 'account-name', name } }),
  );

function chainOf(written: readonly AuditEntry[], from: AuditHead = genesis): AuditEvent[] {
  const events: AuditEvent[] = [];
  for (const entry of written) events.push(linkEvent(events.at(-1) ?? from, entry, digest));
  return events;
}

const chains = fc.array(entries, { minLength: 1, maxLength: 8 }).map((written) => chainOf(written));
const longer = fc.array(entries, { minLength: 3, maxLength: 8 }).map((written) => chainOf(written));

/** A chain and the index of one of its events. */
const places = chains.chain((events) => fc.tuple(fc.constant(events), fc.nat(events.length - 1)));

function brokenAt(events: Iterable<AuditEvent>, head = genesis): number | undefined {
  const verified = verifyLinks(head, events, digest);
  return verified.ok ? undefined : verified.brokenAt;
}

/** The event as somebody would write it who knows how hashes are made. */
function rehashed(event: AuditEvent): AuditEvent {
  return { ...event, hash: digest.text(`${event.number}\n${event.previousHash}\n${event.text}`) };
}

test('a chain that nobody touched holds, and its head is its last event', () => {
  fc.assert(
    fc.property(chains, (events) => {
      const last = events.at(-1);
      assert.deepEqual(verifyLinks(genesis, events, digest), {
        ok: true,
        head: { number: events.length, hash: last?.hash },
      });
    }),
  );
});

test('an empty log holds, and its head is the one it began with', () => {
  assert.deepEqual(verifyLinks(genesis, [], digest), { ok: true, head: genesis });
});

test('a chain may be verified in pieces, each from the head of the one before', () => {
  fc.assert(
    fc.property(longer, (events) => {
      const first = verifyLinks(genesis, events.slice(0, 2), digest);
      assert.ok(first.ok);
      assert.deepEqual(
        verifyLinks(first.head, events.slice(2), digest),
        verifyLinks(genesis, events, digest),
      );
    }),
  );
});

const copyEdits: Readonly<Record<keyof AuditCopies, (event: AuditEvent) => AuditEvent>> = {
  at: (event) => ({ ...event, at: (event.at + 1) as Instant }),
  kind: (event) => ({ ...event, kind: event.kind === 'user.banned' ? 'user.unbanned' : 'user.banned' }),
  actor: (event) => ({ ...event, actor: event.actor === bob ? eve : bob }),
  subjectId: (event) => ({ ...event, subjectId: undefined }),
  targetKind: (event) => ({ ...event, targetKind: 'role' }),
  targetId: (event) => ({ ...event, targetId: bob }),
  credentialId: (event) => ({ ...event, credentialId: bob }),
  address: (event) => ({ ...event, address: undefined }),
  requestId: (event) => ({ ...event, requestId: 'request 2' }),
};

const edits: Readonly<Record<keyof AuditEvent, (event: AuditEvent) => AuditEvent>> = {
  ...copyEdits,
  number: (event) => ({ ...event, number: event.number + 1 }),
  text: (event) => ({ ...event, text: event.text.replace('"at":', '"at": ') }),
  previousHash: (event) => ({ ...event, previousHash: digest.text(event.previousHash) }),
  hash: (event) => ({ ...event, hash: digest.text(event.hash) }),
};

for (const [field, edit] of Object.entries(edits)) {
  test(`an edit of an event's ${field} is found where it was made`, () => {
    fc.assert(
      fc.property(places, ([events, index]) => {
        const edited = events.map((event, at) => (at === index ? edit(event) : event));
        assert.equal(brokenAt(edited), index + 1);
      }),
    );
  });
}

test('a change of any one character of a text is found where it was made', () => {
  const [one, two, three] = chainOf([anEntry(), anEntry(), anEntry()]);
  assert.ok(one && two && three);
  for (let at = 0; at < two.text.length; at++) {
    const other = two.text.charAt(at) === 'x' ? 'y' : 'x';
    const edited: string = two.text.slice(0, at) + other + two.text.slice(at + 1);
    assert.equal(brokenAt([one, { ...two, text: edited }, three]), 2);
  }
});

test('an event deleted from the middle leaves a gap that is found', () => {
  fc.assert(
    fc.property(
      longer.chain((events) => fc.tuple(fc.constant(events), fc.nat(events.length - 2))),
      ([events, index]) => {
        assert.equal(brokenAt(events.toSpliced(index, 1)), index + 1);
      },
    ),
  );
});

test('a stretch cut out of the middle is found where it began', () => {
  const events = chainOf(Array.from({ length: 9 }, () => anEntry()));
  assert.equal(brokenAt([...events.slice(0, 3), ...events.slice(6)]), 4);
});

test('two events that changed places are found at the first of them', () => {
  fc.assert(
    fc.property(
      longer.chain((events) => fc.tuple(fc.constant(events), fc.nat(events.length - 2))),
      ([events, index]) => {
        const [one, two] = events.slice(index, index + 2);
        assert.ok(one && two);
        assert.equal(brokenAt(events.toSpliced(index, 2, two, one)), index + 1);
        const renumbered = [
          { ...two, number: one.number },
          { ...one, number: two.number },
        ];
        assert.equal(brokenAt(events.toSpliced(index, 2, ...renumbered)), index + 1);
      },
    ),
  );
});

test('an event put in is found where it was put, or right after it when its hash was made to fit', () => {
  fc.assert(
    fc.property(places, entries, ([events, index], entry) => {
      const before = events[index - 1] ?? genesis;
      const copied = events[index];
      assert.ok(copied);
      assert.equal(brokenAt(events.toSpliced(index, 0, { ...copied, number: 0 })), index + 1);
      assert.equal(brokenAt(events.toSpliced(index, 0, linkEvent(before, entry, digest))), index + 2);
    }),
  );
});

test('an event said twice is found', () => {
  const events = chainOf([anEntry(), anEntry()]);
  assert.equal(brokenAt(events.flatMap((event) => [event, event])), 2);
});

test('an event that was edited and hashed anew is found at the next one', () => {
  fc.assert(
    fc.property(
      longer.chain((events) => fc.tuple(fc.constant(events), fc.nat(events.length - 2))),
      ([events, index]) => {
        const edited = events.map((event, at) =>
          at === index ? rehashed({ ...event, text: event.text.replace('curl/8', 'curl/9') }) : event,
        );
        assert.equal(brokenAt(edited), index + 2);
      },
    ),
  );
});

for (const [copy, edit] of Object.entries(copyEdits)) {
  test(`a searchable copy of the ${copy} that differs from its text is found even when every hash fits`, () => {
    const [event] = chainOf([anEntry()]);
    assert.ok(event);
    assert.equal(brokenAt([rehashed(edit(event))]), 1);
  });
}

// Whoever can write the database can hash what they wrote: verification must answer, not fail.
for (const text of ['not JSON', '', 'null', '[]', '"at"', '{}']) {
  test(`an event whose text became ${JSON.stringify(text)}, hashed anew, is found and not an exception`, () => {
    const [one, two] = chainOf([anEntry(), anEntry()]);
    assert.ok(one && two);
    assert.equal(brokenAt([one, rehashed({ ...two, text })]), 2);
  });
}

test('a number that was left out is found even when every hash fits', () => {
  const [one, two] = chainOf([anEntry(), anEntry()]);
  assert.ok(one && two);
  assert.equal(brokenAt([one, rehashed({ ...two, number: 3 })]), 2);
  assert.equal(brokenAt([rehashed({ ...one, number: 0 })]), 1);
});

test('a whole history written anew, or cut at its end, does not fit a head that was kept elsewhere', () => {
  fc.assert(
    fc.property(longer, entries, (events, entry) => {
      const kept = verifyLinks(genesis, events, digest);
      const cut = verifyLinks(genesis, events.slice(0, -1), digest);
      const forged = verifyLinks(genesis, chainOf([entry, anEntry(), anEntry()]), digest);
      assert.ok(kept.ok && cut.ok && forged.ok);
      assert.notDeepEqual(cut.head, kept.head);
      assert.notEqual(forged.head.hash, kept.head.hash);
    }),
  );
});

test('events of one log do not continue another', () => {
  const [ours, theirs] = [chainOf([anEntry()]), chainOf([anEntry({ subject: ann })])];
  const head = ours.at(-1);
  assert.ok(head);
  const [, next] = chainOf([anEntry({ subject: ann }), anEntry()]);
  assert.ok(next);
  assert.equal(brokenAt([next], theirs.at(-1)), undefined);
  assert.equal(brokenAt([next], head), 2);
  assert.equal(brokenAt(ours, head), 2);
});

test('an event says who acted through which credential, and never what it was allowed to do', () => {
  const [event] = chainOf([anEntry()]);
  assert.deepEqual(JSON.parse(event?.text ?? ''), {
    at: noon,
    kind: 'permanent-token.issued',
    actor: {
      kind: 'user',
      id: ann,
      login: 'somebody',
      via: { kind: 'permanent-token', id: id<PermanentTokenId>(31) },
    },
    subject: bob,
    target: { kind: 'permanent-token', id: id<PermanentTokenId>(31), name: 'nightly build' },
    details: { audience: ['wiki'], expiresAt: 5 },
    request: { id: 'request 1', address: '192.0.2.1', userAgent: 'curl/8' },
  });
});

test('every kind of actor is told apart in the text', () => {
  const callers = [anonymous, system, someService, aTokenActor(ann, administratorHolds)].map(aCaller);
  const kinds = callers.map((caller) => {
    const [event] = chainOf([anEntry({ caller })]);
    return (JSON.parse(event?.text ?? '') as { actor: { kind: string } }).actor.kind;
  });
  assert.deepEqual(kinds, ['anonymous', 'system', 'service', 'user']);
});

test('a browser that sends an endless name does not fill the log', () => {
  const caller = { actor: anonymous, origin: { requestId: 'request 1', userAgent: 'x'.repeat(100_000) } };
  assert.ok((chainOf([anEntry({ caller })])[0]?.text.length ?? 0) < 1_000);
});
