import { after, before } from 'node:test';
import { type PostgresServer, startPostgres } from '../../../test/harness/postgres-server.ts';
import { freshPostgres } from './contract/fresh-postgres.ts';
import { guardContract } from './contract/guard.contract.ts';

let server: PostgresServer;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

guardContract(
  freshPostgres(() => server),
  25,
);
