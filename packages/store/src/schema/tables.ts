/**
 * Every table and column, as both engines hold them: text, whole numbers and null, nothing else. Instants are
 * epoch milliseconds; lists and permission sets are JSON in text. What each column is for and how secret it is
 * stands in docs/storage.md.
 */
export interface Database {
  users: UserRow;
  roles: RoleRow;
  assignments: AssignmentRow;
  services: ServiceRow;
  permanent_tokens: PermanentTokenRow;
  sessions: SessionRow;
  set_up: SetUpRow;
  credential_uses: CredentialUseRow;
  credential_use_totals: CredentialUseTotalRow;
  session_uses: SessionUseRow;
  sign_in_attempts: SignInAttemptRow;
  refused_checks: RefusedCheckRow;
  audit_events: AuditEventRow;
  changes: ChangeRow;
  authority_head: AuthorityHeadRow;
  schema_migrations: SchemaMigrationRow;
}

/** What a row of a sealed table carries beside its content. */
export interface SealColumns {
  readonly mac: string;
  /** Version of the key that made the MAC. */
  readonly mac_key: number;
}

export interface UserRow extends SealColumns {
  readonly id: string;
  readonly kind: string;
  readonly login: string;
  readonly login_key: string;
  readonly name: string;
  readonly email: string | null;
  readonly state: string;
  readonly ban_reason: string | null;
  readonly password_hash: string | null;
  readonly created_at: number;
}

export interface RoleRow extends SealColumns {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly permissions: string;
}

export interface AssignmentRow extends SealColumns {
  readonly id: string;
  readonly role_id: string;
  readonly holder_id: string;
  readonly place: string;
}

export interface ServiceRow extends SealColumns {
  readonly id: string;
  readonly key: string;
  readonly key_form: string;
  readonly name: string;
  readonly home_url: string | null;
  readonly viewers: string;
  readonly secret_hash: string | null;
  readonly secret_hint: string | null;
  readonly secret_created_at: number | null;
  readonly created_at: number;
}

export interface PermanentTokenRow extends SealColumns {
  readonly hash: string;
  readonly id: string;
  readonly user_id: string;
  readonly author_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly audience: string;
  readonly narrowed_to: string | null;
  readonly ceiling: string | null;
  readonly state: string;
  readonly revoked_at: number | null;
  readonly revoked_by: string | null;
  readonly created_at: number;
  readonly expires_at: number | null;
}

export interface SessionRow extends SealColumns {
  readonly hash: string;
  readonly id: string;
  readonly user_id: string;
  readonly started_at: number;
  readonly expires_at: number;
  readonly address: string | null;
  readonly user_agent: string | null;
}

export interface SetUpRow {
  readonly id: number;
  readonly code_hash: string | null;
  readonly founded_at: number;
  readonly completed_at: number | null;
}

export interface CredentialUseRow {
  readonly credential_id: string;
  readonly service_id: string;
  readonly day: number;
  readonly count: number;
  readonly last_at: number;
  readonly address: string | null;
  readonly user_agent: string | null;
}

export interface CredentialUseTotalRow {
  readonly credential_id: string;
  readonly count: number;
  readonly last_at: number;
  readonly address: string | null;
  readonly user_agent: string | null;
}

export interface SessionUseRow {
  readonly session_id: string;
  readonly last_at: number;
}

export interface SignInAttemptRow {
  readonly key: string;
  readonly count: number;
  readonly last_at: number;
  readonly blocked_until: number;
  readonly admitted: number;
}

export interface RefusedCheckRow {
  readonly minute: number;
  readonly reason: string;
  readonly source: string;
  readonly count: number;
}

export interface AuditEventRow {
  readonly number: number;
  readonly at: number;
  readonly kind: string;
  readonly text: string;
  readonly previous_hash: string;
  readonly hash: string;
}

export interface ChangeRow {
  readonly number: number;
  readonly fact_kind: string;
  readonly fact_id: string;
}

export interface AuthorityHeadRow {
  readonly id: number;
  readonly change_number: number;
  readonly audit_number: number;
  readonly audit_hash: string;
}

export interface SchemaMigrationRow {
  readonly number: number;
  readonly name: string;
}
