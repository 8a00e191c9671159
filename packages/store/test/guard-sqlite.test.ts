import { freshSqliteInMemory } from './contract/fresh-sqlite.ts';
import { guardContract } from './contract/guard.contract.ts';

guardContract(freshSqliteInMemory, 200);
