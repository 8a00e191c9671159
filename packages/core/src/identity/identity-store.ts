import type { UserId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import type { Page, PageRequest } from '../kernel/page.ts';
import type { User } from './user.ts';

export type UserOrderKey = 'login' | 'name' | 'creationTime';

/** Accounts. Deleted users are found by id and login key, and never listed. */
export interface UserStore {
  find(id: UserId): Promise<User | undefined>;
  findByLoginKey(loginKey: string): Promise<User | undefined>;
  list(page: PageRequest<UserOrderKey>): Promise<Page<User>>;
  insert(user: User): Promise<void>;
  update(user: User): Promise<void>;
}

export interface UserTables {
  readonly users: UserStore;
}

/** The door of first-run set-up: open while a code stands, shut for ever once an administrator was made. */
export interface SetUpStore {
  find(): Promise<SetUp | undefined>;
  put(setUp: SetUp): Promise<void>;
}

export interface SetUp {
  /** Keyed hash of the code that the console printed; absent once it was used. */
  readonly codeHash: string | undefined;
  readonly foundedAt: Instant;
  readonly completedAt: Instant | undefined;
}

export interface SetUpTables {
  readonly setUp: SetUpStore;
}
