/**
 * Every table and column, as both engines hold them: text, whole numbers and null, nothing else. Instants are
 * epoch milliseconds; lists and permission sets are JSON in text. What each column is for and how secret it is
 * stands in docs/storage.md. One file, as long as it is: the schema is read as a whole, and against `sealed-columns.ts`.
 */
export interface Database {
  users: UserRow;
  reserved_logins: ReservedLoginRow;
  user_groups: GroupRow;
  memberships: MembershipRow;
  projects: ProjectRow;
  declared_permissions: DeclaredPermissionRow;
  roles: RoleRow;
  assignments: AssignmentRow;
  services: ServiceRow;
  permanent_tokens: PermanentTokenRow;
  application_passwords: ApplicationPasswordRow;
  sessions: SessionRow;
  factors: FactorRow;
  recovery_codes: RecoveryCodeRow;
  factor_uses: FactorUseRow;
  passkeys: PasskeyRow;
  passkey_uses: PasskeyUseRow;
  spent_challenges: SpentChallengeRow;
  password_resets: PasswordResetRow;
  connections: ConnectionRow;
  access_tokens: AccessTokenRow;
  service_tokens: ServiceTokenRow;
  approved_scopes: ApprovedScopeRow;
  oauth_artefacts: OAuthArtefactRow;
  notices: NoticeRow;
  signing_keys: SigningKeyRow;
  set_up: SetUpRow;
  credential_uses: CredentialUseRow;
  earlier_credential_uses: EarlierCredentialUseRow;
  credential_permission_uses: CredentialPermissionUseRow;
  session_uses: SessionUseRow;
  sign_in_attempts: SignInAttemptRow;
  refused_checks: RefusedCheckRow;
  refused_redirects: RefusedRedirectRow;
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

/** Copies of names in the form in which they are searched and ordered. No decision reads them: no seal covers them. */
export interface SearchColumns {
  readonly name_folded: string;
  readonly email_folded: string;
  readonly search_text: string;
  readonly email_words: string;
}

export interface UserRow extends SealColumns, SearchColumns {
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
  readonly password_change_required: number | null;
  readonly owner_id: string | null;
  readonly purpose: string | null;
}

export interface ReservedLoginRow {
  readonly login_key: string;
  readonly user_id: string;
}

export interface GroupRow extends SealColumns, Pick<SearchColumns, 'search_text'> {
  readonly id: string;
  readonly name: string;
  readonly name_form: string;
  readonly description: string | null;
  readonly parent_id: string | null;
  readonly requires_two_factor: number;
  readonly auto_join: number;
  readonly created_at: number;
  /** Null: at once. */
  readonly two_factor_required_from: number | null;
}

export interface MembershipRow extends SealColumns {
  /** Both ends in one text: nobody is twice in a group. */
  readonly id: string;
  readonly user_id: string;
  readonly group_id: string;
}

export interface ProjectRow extends SealColumns, Pick<SearchColumns, 'search_text'> {
  readonly id: string;
  readonly key: string;
  readonly key_form: string;
  readonly name: string;
  readonly name_form: string;
  readonly description: string | null;
  readonly created_at: number;
}

export interface DeclaredPermissionRow extends SealColumns {
  /** The key. */
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly service_id: string;
  readonly holds_in: string;
  readonly implies: string;
  readonly withdrawn: number;
}

export interface RoleRow extends SealColumns {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly permissions: string;
  readonly description: string | null;
}

export interface AssignmentRow extends SealColumns {
  readonly id: string;
  readonly role_id: string;
  readonly holder_id: string;
  readonly place: string;
  /** Null for a user. */
  readonly holder_kind: string | null;
  /** Null for Global. */
  readonly place_kind: string | null;
}

export interface ServiceRow extends SealColumns, Pick<SearchColumns, 'name_folded' | 'search_text'> {
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
  readonly description: string | null;
  readonly client: string | null;
  readonly secret_id: string | null;
  readonly earlier_secret: string | null;
  readonly memory_seconds: number | null;
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

export interface ApplicationPasswordRow extends SealColumns {
  readonly hash: string;
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly service_id: string | null;
  readonly state: string;
  readonly revoked_at: number | null;
  readonly revoked_by: string | null;
  readonly created_at: number;
}

export interface SessionRow extends SealColumns {
  readonly hash: string;
  readonly id: string;
  readonly user_id: string;
  readonly started_at: number;
  readonly expires_at: number;
  readonly address: string | null;
  readonly user_agent: string | null;
  /** 1 where a second factor was shown; null where not. */
  readonly second_factor: number | null;
}

export interface FactorRow extends SealColumns {
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly seed: string;
  readonly added_at: number;
  readonly confirmed_at: number | null;
}

export interface RecoveryCodeRow extends SealColumns {
  /** A keyed hash of the code with its owner. */
  readonly id: string;
  readonly user_id: string;
}

/** The last step that was spent. Without a seal, as all use: it opens nothing. */
export interface FactorUseRow {
  readonly factor_id: string;
  readonly last_step: number;
  readonly used_at: number;
}

export interface PasskeyRow extends SealColumns {
  readonly id: string;
  readonly user_id: string;
  readonly name: string;
  readonly added_at: number;
  /** Null, both, while no key was shown. */
  readonly credential_id: string | null;
  readonly public_key: string | null;
}

/** The counter of the last use. Without a seal, as all use: it opens nothing. */
export interface PasskeyUseRow {
  readonly passkey_id: string;
  readonly counter: number;
  readonly used_at: number;
}

/** A challenge that was answered, until its time is over. */
export interface SpentChallengeRow {
  readonly nonce: string;
  readonly expires_at: number;
}

/** One for each user at most, under the id of the user. */
export interface PasswordResetRow extends SealColumns {
  readonly id: string;
  readonly hash: string;
  readonly author: string;
  readonly created_at: number;
  readonly expires_at: number;
}

export interface ConnectionRow extends SealColumns {
  readonly id: string;
  readonly user_id: string;
  readonly client_id: string;
  readonly audience: string;
  readonly scope: string;
  readonly declared: string;
  readonly state: string;
  readonly revoked_at: number | null;
  readonly revoked_by: string | null;
  readonly created_at: number;
  readonly authenticated_at: number;
  readonly expires_at: number;
  readonly offline: number;
  readonly made_with: string | null;
}

export interface AccessTokenRow extends SealColumns {
  readonly hash: string;
  readonly id: string;
  readonly connection_id: string;
  readonly user_id: string;
  readonly client_id: string;
  readonly audience: string;
  readonly scope: string;
  readonly declared: string;
  readonly state: string;
  readonly revoked_at: number | null;
  readonly revoked_by: string | null;
  readonly created_at: number;
  readonly expires_at: number;
  readonly jkt: string | null;
}

/** A service's own: of no user. */
export interface ServiceTokenRow extends SealColumns {
  readonly hash: string;
  readonly id: string;
  readonly client_id: string;
  readonly audience: string;
  readonly state: string;
  readonly revoked_at: number | null;
  readonly revoked_by: string | null;
  readonly created_at: number;
  readonly expires_at: number;
  readonly jkt: string | null;
}

/** One for each user and client at most. */
export interface ApprovedScopeRow extends SealColumns {
  readonly id: string;
  readonly user_id: string;
  readonly client_id: string;
  readonly audience: string;
  readonly scope: string;
  readonly declared: string;
  readonly granted_at: number;
}

export interface OAuthArtefactRow extends SealColumns {
  /** Model and digest in one text. */
  readonly id: string;
  readonly model: string;
  readonly connection_id: string | null;
  readonly user_id: string | null;
  readonly user_code: string | null;
  readonly uid: string | null;
  readonly payload: string;
  readonly consumed_at: number | null;
  readonly expires_at: number;
}

/** An event of which somebody is yet to be told. Without a seal: no decision reads it, and the log keeps the event. */
export interface NoticeRow {
  readonly event_number: number;
  readonly user_id: string;
}

/** Without a seal: what this ring did not encrypt for this id does not open. */
export interface SigningKeyRow {
  readonly place: number;
  readonly id: string;
  readonly encrypted: string;
  readonly created_at: number;
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

export interface EarlierCredentialUseRow {
  readonly credential_id: string;
  readonly count: number;
  readonly last_at: number;
  readonly address: string | null;
  readonly user_agent: string | null;
}

export interface CredentialPermissionUseRow {
  readonly credential_id: string;
  readonly service_id: string;
  readonly permission: string;
  readonly count: number;
  readonly last_at: number;
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

export interface RefusedRedirectRow {
  readonly service_id: string;
  readonly uri: string;
  readonly id: string;
  readonly verbatim: number;
  readonly count: number;
  readonly tried_at: number;
  readonly tried_from: string | null;
  readonly first_from: string | null;
}

export interface AuditEventRow {
  readonly number: number;
  readonly at: number;
  readonly kind: string;
  readonly text: string;
  readonly previous_hash: string;
  readonly hash: string;
  readonly actor: string | null;
  readonly subject_id: string | null;
  readonly target_kind: string | null;
  readonly target_id: string | null;
  readonly credential_id: string | null;
  readonly address: string | null;
  readonly request_id: string | null;
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
  /** Moved by the engine with whatever is written to a table that checks read. */
  readonly facts_mark: number;
  /** The mark as the last change left it: where it differs, somebody else has written since. */
  readonly facts_accounted: number;
}

export interface SchemaMigrationRow {
  readonly number: number;
  readonly name: string;
}
