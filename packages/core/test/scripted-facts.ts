import type { AccessTables } from '../src/access/access-store.ts';
import type { Assignment, Role } from '../src/access/role.ts';
import type { TouchedFact } from '../src/audit/transaction.ts';
import type { PermanentToken } from '../src/credentials/permanent-token.ts';
import type { User } from '../src/identity/user.ts';
import type { RoleId, ServiceId, UserId } from '../src/kernel/id.ts';
import type { SecretHash } from '../src/kernel/secret.ts';
import type { Service } from '../src/services/service.ts';
import type { Change, FactSource, Progress } from '../src/verification/facts.ts';

/**
 * A source of facts whose commits and reads a test puts in any order. As the port promises, a read takes its
 * snapshot at some moment between the call and the answer; `pause` says when, once before and once after it.
 */
export class ScriptedFacts implements FactSource {
  /** Every read so far, by name. */
  readonly reads: string[] = [];
  readonly tokens = new Map<SecretHash, PermanentToken>();
  readonly users = new Map<UserId, User>();
  readonly services = new Map<ServiceId, Service>();
  readonly roles = new Map<RoleId, Role>();
  readonly assignments: Assignment[] = [];
  /** How far the store is; a test sets it back to play a restored backup. */
  progress: { number: number; mark: number } = { number: 0, mark: 0 };
  /** Changes up to this number are no longer in the log. */
  logBegin = 0;
  pause: (moment: string) => Promise<void> = async () => undefined;
  #log: Change[] = [];

  /** A change with its numbers in the log, as every audited change commits. */
  commit(touched: readonly TouchedFact[], act: () => void = () => undefined): void {
    act();
    for (const fact of touched) {
      this.progress.number += 1;
      this.#log.push({ number: this.progress.number, fact });
    }
    this.progress.mark += 1;
  }

  /** A commit that the log knows nothing of: bookkeeping, or a foreign hand. */
  commitUnlogged(act: () => void = () => undefined): void {
    act();
    this.progress.mark += 1;
  }

  lastChange(): Promise<Progress> {
    return this.#read('last change', () => ({ ...this.progress }));
  }

  changesSince(number: number): Promise<readonly Change[] | 'overflow'> {
    return this.#read(`changes since ${number}`, () =>
      number < this.logBegin ? 'overflow' : this.#log.filter((change) => change.number > number),
    );
  }

  findPermanentToken(hash: SecretHash): Promise<PermanentToken | undefined> {
    return this.#read(`token ${hash}`, () => this.tokens.get(hash));
  }

  readonly tables: FactSource['tables'] = {
    users: {
      ...neverCalled,
      find: (id) => this.#read(`user ${id}`, () => this.users.get(id)),
    },
    services: {
      ...neverCalled,
      find: (id) => this.#read(`service ${id}`, () => this.services.get(id)),
      findByKeyForm: (keyForm) =>
        this.#read(`service ${keyForm}`, () =>
          [...this.services.values()].find((service) => service.keyForm === keyForm),
        ),
    },
    access: {
      ...neverWritten,
      listRoles: () => this.#read('roles', () => new Map(this.roles)),
      listAssignments: (holder) =>
        this.#read(`assignments of ${holder}`, () =>
          this.assignments.filter((assignment) => assignment.holderId === holder),
        ),
    },
  };

  async #read<Answer>(name: string, snapshot: () => Answer): Promise<Answer> {
    this.reads.push(name);
    await this.pause(`${name}, asked`);
    const answer = snapshot();
    await this.pause(`${name}, answered`);
    return answer;
  }
}

/** Checking only reads, and only single facts. */
function refuseCall(): never {
  throw new Error('checking must not call this');
}

const neverCalled = {
  findByLoginKey: refuseCall,
  list: refuseCall,
  insert: refuseCall,
  update: refuseCall,
};

const neverWritten: Pick<AccessTables['access'], 'insertRole' | 'insertAssignment' | 'hasHolder'> = {
  hasHolder: refuseCall,
  insertRole: refuseCall,
  insertAssignment: refuseCall,
};
