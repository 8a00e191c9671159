import { freshSqlite } from './contract/fresh-sqlite.ts';
import { guardContract } from './contract/guard.contract.ts';

guardContract(freshSqlite, 200);
