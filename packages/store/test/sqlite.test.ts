import { freshSqliteInMemory } from './contract/fresh-sqlite.ts';
import { peopleOnSqlite } from './contract/people.ts';
import { queryContract } from './contract/query.contract.ts';
import { storeContract } from './contract/store.contract.ts';

storeContract(freshSqliteInMemory);
queryContract(peopleOnSqlite);
