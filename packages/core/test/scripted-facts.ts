import type { AccessStore } from '../src/access/access-store.ts';
import type { Permission } from '../src/access/permission.ts';
import type { Assignment, Role } from '../src/access/role.ts';
import type { TouchedFact } from '../src/audit/transaction.ts';
import type { ApplicationPassword } from '../src/credentials/application-password.ts';
import type { Credential, IssuedAccessToken } from '../src/credentials/credential.ts';
import type { PermanentToken } from '../src/credentials/permanent-token.ts';
import type { Group } from '../src/identity/group.ts';
import type { GroupStore, UserStore } from '../src/identity/identity-store.ts';
import type { User } from '../src/identity/user.ts';
import type { GroupId, ProjectId, RoleId, ServiceId, UserId } from '../src/kernel/id.ts';
import type { SecretHash } from '../src/kernel/secret.ts';
import type { Project } from '../src/projects/project.ts';
import type { ProjectStore } from '../src/projects/project-store.ts';
import type { FactorStore } from '../src/second-factor/factor.ts';
import type { Service } from '../src/services/service.ts';
import type { ServiceStore } from '../src/services/service-store.ts';
import type { Change, FactSource, Progress } from '../src/verification/facts.ts';

/**
 * A source of facts whose commits and reads a test puts in any order. As the port promises, a read takes its
 * snapshot at some moment between the call and the answer; `pause` says when, once before and once after it.
 */
export class ScriptedFacts implements FactSource {
  /** Every read so far, by name. */
  readonly reads: string[] = [];
  readonly tokens = new Map<SecretHash, PermanentToken>();
  readonly applicationPasswords = new Map<SecretHash, ApplicationPassword>();
  readonly accessTokens = new Map<SecretHash, IssuedAccessToken>();
  /** Who has a second factor. */
  readonly guarded = new Set<UserId>();
  readonly users = new Map<UserId, User>();
  readonly groups = new Map<GroupId, Group>();
  /** Every group that each user is in. */
  readonly groupsOf = new Map<UserId, readonly GroupId[]>();
  readonly services = new Map<ServiceId, Service>();
  readonly projects = new Map<ProjectId, Project>();
  readonly roles = new Map<RoleId, Role>();
  readonly permissions: Permission[] = [];
  readonly assignments: Assignment[] = [];
  /** How far the store is; a test sets it back to play a restored backup. */
  progress = { number: 0, mark: 0, accounted: 0 };
  /** Changes up to this number are no longer in the log. */
  logBegin = 0;
  pause: (moment: string) => Promise<void> = async () => undefined;
  readonly #log: Change[] = [];

  /** A change with its numbers in the log, as every audited change commits. */
  commit(touched: readonly TouchedFact[], act: () => void = () => undefined): void {
    act();
    // A number that stays out of the log, as a store leaves one out when it does not know all that was written.
    if (this.progress.mark !== this.progress.accounted) this.progress.number += 1;
    for (const fact of touched) {
      this.progress.number += 1;
      this.#log.push({ number: this.progress.number, fact });
    }
    this.progress.mark += 1;
    this.progress.accounted = this.progress.mark;
  }

  /** A commit that the log knows nothing of, as by a foreign hand. */
  commitUnlogged(act: () => void = () => undefined): void {
    act();
    this.progress.mark += 1;
  }

  lastChange(): Promise<Progress> {
    return this.#read('last change', () => ({ ...this.progress }));
  }

  changesSince(number: number): Promise<readonly Change[] | 'overflow'> {
    return this.#read(`changes since ${number}`, () => {
      const changes = this.#log.filter((change) => change.number > number);
      const isWhole = number + changes.length === this.progress.number;
      return number < this.logBegin || !isWhole ? 'overflow' : changes;
    });
  }

  findPermanentToken(hash: SecretHash): Promise<PermanentToken | undefined> {
    return this.#read(`token ${hash}`, () => this.tokens.get(hash));
  }

  findApplicationPassword(hash: SecretHash): Promise<ApplicationPassword | undefined> {
    return this.#read(`application password ${hash}`, () => this.applicationPasswords.get(hash));
  }

  findAccessToken(hash: SecretHash): Promise<IssuedAccessToken | undefined> {
    return this.#read(`access token ${hash}`, () => this.accessTokens.get(hash));
  }

  findCredentials(ids: readonly string[]): Promise<readonly Credential[]> {
    return this.#read(`credentials ${ids}`, () =>
      [...this.tokens.values(), ...this.applicationPasswords.values(), ...this.accessTokens.values()]
        .filter((credential) => credential.kind !== 'service-token')
        .filter((credential) => ids.includes(credential.id)),
    );
  }

  readonly tables: FactSource['tables'] = {
    factors: onlyReads<FactorStore>({
      hasActive: (user) => this.#read(`factors of ${user}`, () => this.guarded.has(user)),
    }),
    users: onlyReads<UserStore>({
      find: (id) => this.#read(`user ${id}`, () => this.users.get(id)),
    }),
    groups: onlyReads<GroupStore>({
      findWithAncestors: (ids) =>
        this.#read(`groups ${ids}`, () => new Map([...this.groups].filter(([id]) => ids.includes(id)))),
    }),
    services: onlyReads<ServiceStore>({
      find: (id) => this.#read(`service ${id}`, () => this.services.get(id)),
      findByKeyForm: (keyForm) =>
        this.#read(`service ${keyForm}`, () =>
          [...this.services.values()].find((service) => service.keyForm === keyForm),
        ),
    }),
    projects: onlyReads<ProjectStore>({
      find: (id) => this.#read(`project ${id}`, () => this.projects.get(id)),
      findByKeyForm: (keyForm) =>
        this.#read(`project ${keyForm}`, () =>
          [...this.projects.values()].find((project) => project.keyForm === keyForm),
        ),
    }),
    access: onlyReads<AccessStore>({
      listRoles: () => this.#read('roles', () => new Map(this.roles)),
      listPermissions: () => this.#read('permissions', () => [...this.permissions]),
      listGroupsOf: (user) => this.#read(`groups of ${user}`, () => this.groupsOf.get(user) ?? []),
      listAssignments: (holders) =>
        this.#read(`assignments of ${holders}`, () =>
          this.assignments.filter(({ holder }) => holders.includes(holder.id)),
        ),
      listServicesOf: (groups) =>
        this.#read(`open to ${groups}`, () =>
          [...this.services.values()]
            .filter(({ viewers }) => viewers.some((viewer) => groups.includes(viewer)))
            .map(({ id }) => id),
        ),
    }),
  };

  async #read<Answer>(name: string, snapshot: () => Answer): Promise<Answer> {
    this.reads.push(name);
    await this.pause(`${name}, asked`);
    const answer = snapshot();
    await this.pause(`${name}, answered`);
    return answer;
  }
}

/** Checking only reads, and only what is given here: whatever else a port can do fails the test that met it. */
function onlyReads<Port extends object>(reads: Partial<Port>): Port {
  return new Proxy(reads, {
    get(target, name, receiver) {
      if (Reflect.has(target, name)) return Reflect.get(target, name, receiver);
      throw new Error(`checking must not call ${String(name)}`);
    },
  }) as Port;
}
