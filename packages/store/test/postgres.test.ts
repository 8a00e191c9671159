import { after, before } from 'node:test';
import { type PostgresServer, startPostgres } from '../../../test/harness/postgres-server.ts';
import { freshPostgres } from './contract/fresh-postgres.ts';
import { peopleOnPostgres } from './contract/people.ts';
import { queryContract } from './contract/query.contract.ts';
import { storeContract } from './contract/store.contract.ts';

let server: PostgresServer;
before(async () => {
  server = await startPostgres();
});
after(() => server.stop());

storeContract(freshPostgres(() => server));
queryContract(peopleOnPostgres(() => server));
