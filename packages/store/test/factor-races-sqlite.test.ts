import { factorRacesContract } from './contract/factor-races.contract.ts';
import { freshSqliteInMemory } from './contract/fresh-sqlite.ts';

factorRacesContract(freshSqliteInMemory);
