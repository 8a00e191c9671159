/**
 * The words in which the reference model and whoever drives the product speak of a world: plain texts, lists and
 * maps, and no word of the product's own. A right is a text, `permission@place`.
 */
export interface World {
  readonly users: ReadonlyMap<string, User>;
  readonly groups: ReadonlyMap<string, Group>;
  /** The permissions a role was made of. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
  readonly given: ReadonlyMap<string, Given>;
  readonly projects: ReadonlySet<string>;
  /** Each service with the groups that may use it. */
  readonly services: ReadonlyMap<string, readonly string[]>;
  readonly declared: ReadonlyMap<string, Declared>;
  /** The tokens that nobody ended. */
  readonly tokens: ReadonlyMap<string, Token>;
  /** Each session that stands, with its user. */
  readonly sessions: ReadonlyMap<string, string>;
}

export interface User {
  readonly bot: boolean;
  /** Whether they have a password. Whom an act makes has none. */
  readonly signsIn: boolean;
  readonly state: 'active' | 'banned' | 'deleted';
  readonly owner?: string | undefined;
}

export interface Group {
  readonly above?: string | undefined;
  readonly members: readonly string[];
  /** The groups whose members change its membership. */
  readonly managers: readonly string[];
  readonly autoJoin: boolean;
}

/** A role given to a user or a group in a place. */
export interface Given {
  readonly role: string;
  readonly to: string;
  readonly at: string;
}

export interface Declared {
  readonly service: string;
  readonly scope: string;
  readonly implies: readonly string[];
}

export interface Token {
  readonly user: string;
  /** Who made it. */
  readonly author: string;
  readonly audience: readonly string[];
  readonly grant?: Rights | undefined;
  readonly ceiling?: Rights | undefined;
}

export type Rights = ReadonlySet<string>;

/** Who acts: a user by a session or by a token, with what that was worth when the request arrived. */
export interface Actor {
  readonly user: string;
  readonly session?: string | undefined;
  readonly token?: string | undefined;
  readonly carries: Rights;
}

/** Every act that could raise, lower or end somebody, and the plain edits beside them. */
export type Act =
  | { do: 'create user'; bot: boolean; owner: string | undefined; groups: readonly string[] }
  | { do: 'edit user'; user: string; field: 'name' | 'login' | 'email' | 'purpose' }
  | { do: 'change owner'; user: string; owner: string }
  | { do: 'ban' | 'delete user'; user: string; successor: string | undefined }
  | { do: 'unban'; user: string }
  | { do: 'create group'; above: string | undefined; autoJoin: boolean }
  | { do: 'edit group'; group: string; autoJoin: boolean }
  | { do: 'move group'; group: string; above: string | undefined }
  | { do: 'delete group'; group: string; successor: string | undefined }
  | { do: 'join' | 'leave'; group: string; user: string }
  | { do: 'set managers'; group: string; managers: readonly string[] }
  | { do: 'create role'; permissions: readonly string[] }
  | { do: 'change role'; role: string; permissions: readonly string[] }
  | { do: 'delete role'; role: string }
  | { do: 'give'; role: string; to: string; at: string }
  | { do: 'take'; given: string }
  | { do: 'create project' }
  | { do: 'edit project' | 'delete project'; project: string }
  | { do: 'register service'; viewers: readonly string[] }
  | { do: 'edit service' | 'delete service'; service: string }
  | { do: 'set viewers'; service: string; viewers: readonly string[] }
  | { do: 'declare'; service: string; key: string; scope: 'global' | 'project'; implies: readonly string[] }
  | { do: 'imply'; key: string; implies: readonly string[] }
  | { do: 'withdraw'; key: string }
  | ({ do: 'issue' } & Issue)
  | { do: 'revoke'; token: string };

export interface Issue {
  readonly user: string;
  readonly audience: readonly string[];
  /** What the token is narrowed to: permissions, projects, or both. */
  readonly permissions: readonly string[] | undefined;
  readonly projects: readonly string[] | undefined;
}

/** What the authority itself is called everywhere. */
export const global = '0';
export const authority = '0-0-0-0-0';
export const allUsers = '0-0-0-0-1';
export const registeredUsers = '0-0-0-0-2';
export const systemAdmin = '0-0-0-1-0';
export const observer = '0-0-0-1-1';
