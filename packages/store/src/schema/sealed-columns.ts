import type { Database, SealColumns } from './tables.ts';

/** The tables that a decision or a sign-in reads: each of their rows carries a MAC. */
export type SealedTable = 'users' | 'roles' | 'assignments' | 'services' | 'permanent_tokens' | 'sessions';

/** What a row says, without the seal over it. */
export type Content<Table extends SealedTable> = Omit<Database[Table], keyof SealColumns>;

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
  },
  roles: { id: true, key: true, name: true, permissions: true },
  assignments: { id: true, role_id: true, holder_id: true, place: true },
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
  sessions: {
    hash: true,
    id: true,
    user_id: true,
    started_at: true,
    expires_at: true,
    address: true,
    user_agent: true,
  },
};

/** The columns under the seal, in the order in which they are sealed. Changing it needs a migration that seals anew. */
export const sealedColumns: { readonly [Table in SealedTable]: readonly string[] } = {
  users: Object.keys(covered.users),
  roles: Object.keys(covered.roles),
  assignments: Object.keys(covered.assignments),
  services: Object.keys(covered.services),
  permanent_tokens: Object.keys(covered.permanent_tokens),
  sessions: Object.keys(covered.sessions),
};
