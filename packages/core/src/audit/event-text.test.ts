import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyText } from '../../test/arbitraries.ts';
import {
  aCaller,
  administratorHolds,
  ann,
  aTokenActor,
  bob,
  someService,
  system,
} from '../../test/builders.ts';
import { noon } from '../../test/platform.ts';
import type { AuditEntry } from './event.ts';
import { copiesOf, readEventText, writeEventText } from './event-text.ts';

function aText(given: Partial<AuditEntry> = {}): string {
  return writeEventText({
    kind: 'permanent-token.issued',
    at: noon,
    caller: aCaller(aTokenActor(ann, administratorHolds)),
    subject: bob,
    target: { kind: 'user', id: bob, name: 'bob' },
    ...given,
  });
}

test('the copies of an event are what its text says', () => {
  assert.deepEqual(copiesOf(aText()), {
    at: noon,
    kind: 'permanent-token.issued',
    actor: ann,
    subjectId: bob,
    targetKind: 'user',
    targetId: bob,
    credentialId: '00000000-0000-4000-8000-000000000031',
    address: '192.0.2.1',
    requestId: 'request 1',
  });
});

test('whoever has no id is found by the word for who it was, and a service by its id', () => {
  const actors = [system, { kind: 'anonymous' } as const, someService];
  const found = actors.map((actor) => copiesOf(aText({ caller: aCaller(actor) }))?.actor);
  assert.deepEqual(found, ['system', 'anonymous', '0-0-0-0-0']);
});

test('names and details, which people choose, cannot imitate anything that is copied', () => {
  const plain = copiesOf(aText({ details: { reason: 'x' } }));
  fc.assert(
    fc.property(anyText, (text) => {
      const details = { reason: text, actor: text, request: text, address: text, at: text };
      const target = { kind: 'user', id: bob, name: text } as const;
      assert.deepEqual(copiesOf(aText({ details, target })), plain);
    }),
  );
});

test('only what every engine stores to the letter is copied: the id of a forged row may be anything', () => {
  const idOf = (id: string) => copiesOf(aText({ target: { kind: 'row', id, name: 'users' } }))?.targetId;
  assert.equal(idOf(bob), bob);
  for (const id of ['', ' x', 'nul \0', 'half \ud83e of a fox', 'é', 'line\nbreak', 'x'.repeat(201)]) {
    assert.equal(idOf(id), undefined, JSON.stringify(id));
  }
});

test('a text is read as it was written', () => {
  const changes = [
    { field: 'name', before: 'Bob', after: 'Robert' },
    { field: 'email', after: 'b@example.org' },
  ];
  const record = readEventText(aText({ details: { reason: 'x' }, changes }));
  assert.deepEqual(record, {
    actor: {
      kind: 'user',
      id: ann,
      login: 'somebody',
      via: { kind: 'permanent-token', id: '00000000-0000-4000-8000-000000000031', name: undefined },
    },
    subject: bob,
    target: { kind: 'user', id: bob, name: 'bob' },
    details: { reason: 'x' },
    changes: [
      { field: 'name', before: 'Bob', after: 'Robert' },
      { field: 'email', before: undefined, after: 'b@example.org' },
    ],
    request: { id: 'request 1', address: '192.0.2.1', userAgent: 'curl/8' },
  });
});

test('a text that somebody wrote by hand is read as far as it goes, and never fails', () => {
  const texts = ['', 'not JSON', 'null', '[]', '7', '{"actor":7}', '{"changes":[7,{"field":7}],"target":[]}'];
  for (const text of texts) {
    assert.equal(copiesOf(text), undefined, text);
    assert.deepEqual(readEventText(text).changes, [], text);
    assert.equal(readEventText(text).target.kind, undefined, text);
  }
  fc.assert(fc.property(fc.json(), (text) => readEventText(text) !== undefined));
});
