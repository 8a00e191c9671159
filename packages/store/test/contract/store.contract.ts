import { accessContract } from './access.contract.ts';
import { attemptsContract } from './attempts.contract.ts';
import { auditContract } from './audit.contract.ts';
import { auditSearchContract } from './audit-search.contract.ts';
import { auditTamperingContract } from './audit-tampering.contract.ts';
import { batchReadsContract } from './batch-reads.contract.ts';
import { factsContract } from './facts.contract.ts';
import type { OpenFreshStore } from './fresh-store.ts';
import { groupTreeContract } from './group-tree.contract.ts';
import { groupsContract } from './groups.contract.ts';
import { listFiltersContract } from './list-filters.contract.ts';
import { listQueriesContract } from './list-queries.contract.ts';
import { openingContract } from './opening.contract.ts';
import { permanentTokensContract } from './permanent-tokens.contract.ts';
import { refusedChecksContract } from './refused-checks.contract.ts';
import { sealContract } from './seal.contract.ts';
import { servicesContract } from './services.contract.ts';
import { sessionsContract } from './sessions.contract.ts';
import { setUpContract } from './set-up.contract.ts';
import { transactionContract } from './transaction.contract.ts';
import { usersContract } from './users.contract.ts';
import { usesContract } from './uses.contract.ts';

/** What every engine must do, port by port. */
export function storeContract(open: OpenFreshStore): void {
  openingContract(open);
  transactionContract(open);
  auditContract(open);
  auditSearchContract(open);
  auditTamperingContract(open);
  factsContract(open);
  sealContract(open);
  usersContract(open);
  listQueriesContract(open);
  batchReadsContract(open);
  groupsContract(open);
  groupTreeContract(open);
  accessContract(open);
  servicesContract(open);
  listFiltersContract(open);
  permanentTokensContract(open);
  sessionsContract(open);
  setUpContract(open);
  usesContract(open);
  attemptsContract(open);
  refusedChecksContract(open);
}
