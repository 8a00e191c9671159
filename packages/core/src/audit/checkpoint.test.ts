import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digest, noon } from '../../test/platform.ts';
import type { Instant } from '../kernel/instant.ts';
import { type AuditCheckpoint, isGenuine, signCheckpoint } from './checkpoint.ts';

const head = { number: 17, hash: digest.text('event 17') };
const checkpoint = signCheckpoint(head, noon, digest);

test('a checkpoint is genuine as it was signed', () => {
  assert.ok(isGenuine(checkpoint, digest));
  assert.deepEqual({ number: checkpoint.number, hash: checkpoint.hash }, head);
});

const forgeries: Readonly<Record<keyof AuditCheckpoint, AuditCheckpoint>> = {
  number: { ...checkpoint, number: 16 },
  hash: { ...checkpoint, hash: digest.text('event 17, written anew') },
  at: { ...checkpoint, at: (noon + 1) as Instant },
  mac: { ...checkpoint, mac: digest.text('a guess') },
};
for (const [member, forged] of Object.entries(forgeries)) {
  test(`a checkpoint with another ${member} is not`, () => {
    assert.equal(isGenuine(forged, digest), false);
  });
}

test('a checkpoint that another authority signed is not', () => {
  const elsewhere = {
    ...digest,
    keyed: (_purpose: string, text: string) => digest.text(`another key ${text}`),
  };
  assert.equal(isGenuine(signCheckpoint(head, noon, elsewhere), digest), false);
});
