import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CompiledQuery } from 'kysely';
import type { PoolClient } from 'pg';
import { PostgresConnection } from './connection.ts';

test('nothing is sent any more to a server that gave no answer, not even COMMIT', async () => {
  const sent: string[] = [];
  let isGivenBack: boolean | undefined;
  const client = {
    async query(command: string) {
      sent.push(command);
      if (command === 'select 1') throw new Error('Query read timeout');
    },
    release(isBroken: boolean) {
      isGivenBack = !isBroken;
    },
  } as unknown as PoolClient;
  const connection = new PostgresConnection(client);
  const select = { sql: 'select 1', parameters: [] } as unknown as CompiledQuery;
  await connection.begin();
  await assert.rejects(connection.executeQuery(select), { name: 'StoreUnavailable' });
  await assert.rejects(connection.executeQuery(select), { name: 'StoreUnavailable' });
  await assert.rejects(connection.commit(), { name: 'StoreUnavailable' });
  await connection.rollback();
  connection.release();
  assert.deepEqual(sent, ['begin isolation level read committed', 'select 1']);
  assert.equal(isGivenBack, false);
});
