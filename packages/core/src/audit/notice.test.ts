import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ann, bob } from '../../test/builders.ts';
import { noon } from '../../test/platform.ts';
import type { Actor } from '../access/actor.ts';
import { fromPairs } from '../access/permission-set.ts';
import { type SessionId, trustId } from '../kernel/id.ts';
import type { AuditKind } from './event.ts';
import { toldOf } from './notice.ts';

const session = (userId: typeof ann): Actor => ({
  kind: 'user',
  userId,
  login: 'somebody',
  via: { kind: 'session', id: trustId<SessionId>('1') },
  permissions: fromPairs([]),
});

const told = (kind: AuditKind, actor: Actor) =>
  toldOf({
    kind,
    at: noon,
    caller: { actor, origin: { requestId: 'a test' } },
    subject: bob,
    target: { kind: 'authority' },
  });

test('users are told of whatever changes how they sign in, be it their own doing', () => {
  for (const kind of [
    'user.password-changed',
    'password-reset.link-issued',
    'password-reset.used',
    'factor.added',
    'factor.removed',
    'recovery-codes.renewed',
    'recovery-code.used',
    'user.everything-revoked',
    'administrator.recovered',
  ] as const) {
    for (const actor of [session(ann), session(bob), { kind: 'anonymous' }, { kind: 'system' }] as const)
      assert.equal(told(kind, actor), bob, kind);
  }
});

test('users are told of a token made for them and of a session ended by others, not of their own', () => {
  for (const kind of ['permanent-token.issued', 'session.ended', 'approved-scope.granted'] as const) {
    assert.equal(told(kind, session(ann)), bob);
    assert.equal(told(kind, session(bob)), undefined);
  }
});

test('users are told of nothing else, and nobody of an event that is about nobody', () => {
  for (const kind of ['session.started', 'user.updated', 'sign-in.failed', 'notice.dismissed'] as const)
    assert.equal(told(kind, session(ann)), undefined);
  assert.equal(
    toldOf({
      kind: 'factor.removed',
      at: noon,
      caller: { actor: session(ann), origin: { requestId: 'a test' } },
      target: { kind: 'authority' },
    }),
    undefined,
  );
});
