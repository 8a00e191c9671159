import { after, before } from 'node:test';
import { type PostgresServer, startPostgres } from '../../../test/harness/postgres-server.ts';
import { factorRacesContract } from './contract/factor-races.contract.ts';
import { freshPostgres } from './contract/fresh-postgres.ts';

let server: PostgresServer;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

factorRacesContract(freshPostgres(() => server));
