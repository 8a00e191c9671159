import { after, before } from 'node:test';
import { type PostgresServer, startPostgres } from '../../../test/harness/postgres-server.ts';
import { freshPostgres } from './contract/fresh-postgres.ts';
import { guardRacesContract } from './contract/guard-races.contract.ts';

let server: PostgresServer;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

guardRacesContract(freshPostgres(() => server));
