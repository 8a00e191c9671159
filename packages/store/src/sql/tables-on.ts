import type { Tables } from '@countersign/core';
import type { Kysely } from 'kysely';
import type { Database } from '../schema/tables.ts';
import { accessStore } from './access.ts';
import { accessTokenStore } from './access-tokens.ts';
import { applicationPasswordStore } from './application-passwords.ts';
import { approvedScopeStore } from './approved-scopes.ts';
import { artefactStore } from './artefacts.ts';
import { connectionStore } from './connections.ts';
import { factorStore } from './factors.ts';
import { groupStore } from './groups.ts';
import { noticeStore } from './notices.ts';
import { passkeyStore } from './passkeys.ts';
import { passwordResetStore } from './password-resets.ts';
import { permanentTokenStore } from './permanent-tokens.ts';
import { projectStore } from './projects.ts';
import { refusedRedirectStore } from './refused-redirects.ts';
import type { SealedRows } from './seal-row.ts';
import { serviceTokenStore } from './service-tokens.ts';
import { serviceStore } from './services.ts';
import { sessionStore } from './sessions.ts';
import { setUpStore } from './set-up.ts';
import { signingKeyStore } from './signing-keys.ts';
import { userStore } from './users.ts';

/** All tables of the core on one connection or transaction. */
export function tablesOn(db: Kysely<Database>, rows: SealedRows): Tables {
  return {
    users: userStore(db, rows),
    groups: groupStore(db, rows),
    projects: projectStore(db, rows),
    access: accessStore(db, rows),
    services: serviceStore(db, rows),
    refusedRedirects: refusedRedirectStore(db),
    permanentTokens: permanentTokenStore(db, rows),
    applicationPasswords: applicationPasswordStore(db, rows),
    connections: connectionStore(db, rows),
    accessTokens: accessTokenStore(db, rows),
    serviceTokens: serviceTokenStore(db, rows),
    approvedScopes: approvedScopeStore(db, rows),
    artefacts: artefactStore(db, rows),
    signingKeys: signingKeyStore(db),
    sessions: sessionStore(db, rows),
    factors: factorStore(db, rows),
    passkeys: passkeyStore(db, rows),
    passwordResets: passwordResetStore(db, rows),
    notices: noticeStore(db),
    setUp: setUpStore(db),
  };
}
