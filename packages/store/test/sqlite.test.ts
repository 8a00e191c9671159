import { freshSqlite } from './contract/fresh-sqlite.ts';
import { peopleOnSqlite } from './contract/people.ts';
import { queryContract } from './contract/query.contract.ts';
import { storeContract } from './contract/store.contract.ts';

storeContract(freshSqlite);
queryContract(peopleOnSqlite);
