import type { Database, SealColumns, SearchColumns } from './tables.ts';

/** The tables that a decision or a sign-in reads: each of their rows carries a MAC. */
export type SealedTable =
  | 'users'
  | 'user_groups'
  | 'memberships'
  | 'projects'
  | 'declared_permissions'
  | 'roles'
  | 'assignments'
  | 'services'
  | 'permanent_tokens'
  | 'application_passwords'
  | 'sessions'
  | 'factors'
  | 'recovery_codes'
  | 'passkeys'
  | 'password_resets'
  | 'connections'
  | 'access_tokens'
  | 'service_tokens'
  | 'approved_scopes'
  | 'oauth_artefacts';

/** What a row says, without the seal over it. */
export type Content<Table extends SealedTable> = Omit<
  Database[Table],
  keyof SealColumns | keyof SearchColumns
>;

/** Every column of every sealed table, or this does not compile. The order is the order under the seal. */
const covered: { readonly [Table in SealedTable]: { readonly [Column in keyof Content<Table>]: true } } = {
  users: {
    id: true,
    kind: true,
    login: true,
    login_key: true,
    name: true,
    email: true,
    state: true,
    ban_reason: true,
    password_hash: true,
    created_at: true,
    password_change_required: true,
    owner_id: true,
    purpose: true,
  },
  user_groups: {
    id: true,
    name: true,
    name_form: true,
    description: true,
    parent_id: true,
    requires_two_factor: true,
    auto_join: true,
    created_at: true,
    two_factor_required_from: true,
  },
  memberships: { id: true, user_id: true, group_id: true },
  projects: {
    id: true,
    key: true,
    key_form: true,
    name: true,
    name_form: true,
    description: true,
    created_at: true,
  },
  declared_permissions: {
    id: true,
    name: true,
    description: true,
    service_id: true,
    holds_in: true,
    implies: true,
    withdrawn: true,
  },
  roles: { id: true, key: true, name: true, permissions: true, description: true },
  assignments: {
    id: true,
    role_id: true,
    holder_id: true,
    place: true,
    holder_kind: true,
    place_kind: true,
  },
  services: {
    id: true,
    key: true,
    key_form: true,
    name: true,
    home_url: true,
    viewers: true,
    secret_hash: true,
    secret_hint: true,
    secret_created_at: true,
    created_at: true,
    description: true,
    client: true,
    secret_id: true,
    earlier_secret: true,
    memory_seconds: true,
  },
  permanent_tokens: {
    hash: true,
    id: true,
    user_id: true,
    author_id: true,
    name: true,
    description: true,
    audience: true,
    narrowed_to: true,
    ceiling: true,
    state: true,
    revoked_at: true,
    revoked_by: true,
    created_at: true,
    expires_at: true,
  },
  application_passwords: {
    hash: true,
    id: true,
    user_id: true,
    name: true,
    service_id: true,
    state: true,
    revoked_at: true,
    revoked_by: true,
    created_at: true,
  },
  sessions: {
    hash: true,
    id: true,
    user_id: true,
    started_at: true,
    expires_at: true,
    address: true,
    user_agent: true,
    second_factor: true,
  },
  factors: { id: true, user_id: true, name: true, seed: true, added_at: true, confirmed_at: true },
  recovery_codes: { id: true, user_id: true },
  passkeys: {
    id: true,
    user_id: true,
    name: true,
    added_at: true,
    credential_id: true,
    public_key: true,
  },
  password_resets: { id: true, hash: true, author: true, created_at: true, expires_at: true },
  connections: {
    id: true,
    user_id: true,
    client_id: true,
    audience: true,
    scope: true,
    declared: true,
    state: true,
    revoked_at: true,
    revoked_by: true,
    created_at: true,
    authenticated_at: true,
    expires_at: true,
    offline: true,
    made_with: true,
  },
  access_tokens: {
    hash: true,
    id: true,
    connection_id: true,
    user_id: true,
    client_id: true,
    audience: true,
    scope: true,
    declared: true,
    state: true,
    revoked_at: true,
    revoked_by: true,
    created_at: true,
    expires_at: true,
    jkt: true,
  },
  service_tokens: {
    hash: true,
    id: true,
    client_id: true,
    audience: true,
    state: true,
    revoked_at: true,
    revoked_by: true,
    created_at: true,
    expires_at: true,
    jkt: true,
  },
  approved_scopes: {
    id: true,
    user_id: true,
    client_id: true,
    audience: true,
    scope: true,
    declared: true,
    granted_at: true,
  },
  oauth_artefacts: {
    id: true,
    model: true,
    connection_id: true,
    user_id: true,
    user_code: true,
    uid: true,
    payload: true,
    consumed_at: true,
    expires_at: true,
  },
};

/** The columns under the seal, in the order in which they are sealed. Only ever added to, at the end. */
export const sealedColumns: { readonly [Table in SealedTable]: readonly string[] } = {
  users: Object.keys(covered.users),
  user_groups: Object.keys(covered.user_groups),
  memberships: Object.keys(covered.memberships),
  projects: Object.keys(covered.projects),
  declared_permissions: Object.keys(covered.declared_permissions),
  roles: Object.keys(covered.roles),
  assignments: Object.keys(covered.assignments),
  services: Object.keys(covered.services),
  permanent_tokens: Object.keys(covered.permanent_tokens),
  application_passwords: Object.keys(covered.application_passwords),
  sessions: Object.keys(covered.sessions),
  factors: Object.keys(covered.factors),
  recovery_codes: Object.keys(covered.recovery_codes),
  passkeys: Object.keys(covered.passkeys),
  password_resets: Object.keys(covered.password_resets),
  connections: Object.keys(covered.connections),
  access_tokens: Object.keys(covered.access_tokens),
  service_tokens: Object.keys(covered.service_tokens),
  approved_scopes: Object.keys(covered.approved_scopes),
  oauth_artefacts: Object.keys(covered.oauth_artefacts),
};

/**
 * How many columns a table began with. One that was added later is left out of the sealed text as long as it
 * and all behind it are null: rows that were sealed before it was there keep their seal, and no two rows share
 * a text, as null at the end is the one thing that is never written.
 */
export const columnsAtFirst: { readonly [Table in SealedTable]: number } = {
  users: 10,
  user_groups: 8,
  memberships: 3,
  projects: 7,
  declared_permissions: 7,
  roles: 4,
  assignments: 4,
  services: 10,
  permanent_tokens: 14,
  application_passwords: 9,
  sessions: 7,
  factors: 6,
  recovery_codes: 2,
  passkeys: 6,
  password_resets: 5,
  connections: 13,
  access_tokens: 13,
  service_tokens: 9,
  approved_scopes: 7,
  oauth_artefacts: 9,
};
