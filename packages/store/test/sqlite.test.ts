import { freshSqlite } from './contract/fresh-sqlite.ts';
import { storeContract } from './contract/store.contract.ts';

storeContract(freshSqlite);
