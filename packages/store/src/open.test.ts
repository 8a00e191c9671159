import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Digest, RowSeal } from '@countersign/core';
import { openStore } from './open.ts';

const ports = { seal: {} as RowSeal, digest: {} as Digest, onForged: () => undefined };

test('without an address the store is a SQLite file; with one it is PostgreSQL, and nothing else is tried', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-store-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'countersign.db');
  for (const databaseUrl of [undefined, '']) {
    const store = await openStore({ ...ports, file, databaseUrl });
    await store.ping();
    await store.close();
  }
  const nobody = openStore({ ...ports, file, databaseUrl: 'postgres://nobody@127.0.0.1:1/absent' });
  await assert.rejects(nobody, { name: 'StoreUnavailable', message: /PostgreSQL/ });
});
