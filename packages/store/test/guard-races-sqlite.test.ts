import { freshSqliteInMemory } from './contract/fresh-sqlite.ts';
import { guardRacesContract } from './contract/guard-races.contract.ts';

guardRacesContract(freshSqliteInMemory);
