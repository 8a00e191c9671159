import { readMeaning, readStanding } from '../access/access-store.ts';
import { effectivePermissions, type Meaning } from '../access/effective-permissions.ts';
import type { PermissionCatalog } from '../access/permission.ts';
import type { TouchedFact } from '../audit/transaction.ts';
import type { ApplicationPassword } from '../credentials/application-password.ts';
import type { Credential, IssuedAccessToken } from '../credentials/credential.ts';
import type { TokenFacts } from '../credentials/permanent-token.ts';
import { isAnsweredFor } from '../identity/accountable.ts';
import type { GroupReference } from '../identity/group.ts';
import type { GroupId, UserId } from '../kernel/id.ts';
import type { SecretHash } from '../kernel/secret.ts';
import { findProjectByIdOrKey } from '../projects/find-project.ts';
import type { Project } from '../projects/project.ts';
import { findByIdOrKey } from '../services/find-service.ts';
import { readAddresses, type ServiceAddresses } from '../services/read-addresses.ts';
import type { Service } from '../services/service.ts';
import { BoundedCache, type FactMemory } from './bounded-cache.ts';
import type { Subject } from './decide.ts';
import type { FactProver, FactSource, Progress, ProvedFacts } from './facts.ts';

interface Reading {
  readonly user: UserId;
  isOvertaken: boolean;
}

/** A read takes milliseconds; only changes of everybody's access, one after the other, can overtake so many. */
const attemptsMax = 30;

/** What somebody holds changed again and again while it was read: neither yes nor no can be answered now. */
export class FactsUnsettled extends Error {
  override readonly name = 'FactsUnsettled';

  constructor() {
    super('what somebody holds changed too often to be read');
  }
}

/**
 * Facts for decisions, kept in memory and proved fresh before each use.
 *
 * `prove` asks the store how far it is, after the question arrived, and forgets whatever was touched since the
 * last proof; only then may a cached fact answer that question. So no answer comes from a state older than its
 * question, and a revocation is in force on every node the moment it is acknowledged. Three rules keep it honest:
 * absence is never remembered; what was read while a change came in is used but not kept; and what somebody holds,
 * which is read in several pieces, is read anew when a change of it came in between, so that no answer is put
 * together from before and after.
 */
export class FreshFacts implements FactProver, ProvedFacts {
  readonly #source: FactSource;
  readonly #tokens: FactMemory<SecretHash, TokenFacts>;
  readonly #applicationPasswords: BoundedCache<SecretHash, ApplicationPassword>;
  readonly #accessTokens: BoundedCache<SecretHash, IssuedAccessToken>;
  /** Who has a second factor; who has none is asked about anew each time. */
  readonly #secondFactors: BoundedCache<UserId, true>;
  readonly #subjects: BoundedCache<UserId, Subject>;
  readonly #services: BoundedCache<string, Service>;
  readonly #addresses: BoundedCache<'now', ServiceAddresses>;
  readonly #projects: BoundedCache<string, Project>;
  /** What roles and permissions mean: one value, needed by every decision and every subject. */
  readonly #meaning: BoundedCache<'now', Meaning>;
  readonly #elapsed: (() => number) | undefined;
  #progress: Progress | undefined;
  /** When the last proof that succeeded was asked for: whatever was committed before it is known. */
  #provedAt = Number.NEGATIVE_INFINITY;
  /** Counts every time something was forgotten, so that a fill can tell whether it was overtaken. */
  #forgettings = 0;
  /** The subjects that are being read. */
  readonly #readings = new Set<Reading>();

  /**
   * `elapsed` tells milliseconds on a clock that nobody sets, for questions that may be answered from a moment ago.
   * Without it there are none: where a proof costs next to nothing, nobody needs to be behind.
   */
  constructor(
    source: FactSource,
    size: number = 25_000,
    elapsed?: () => number,
    tokens: FactMemory<SecretHash, TokenFacts> = new BoundedCache(size),
  ) {
    this.#source = source;
    this.#elapsed = elapsed;
    this.#tokens = tokens;
    this.#applicationPasswords = new BoundedCache(size);
    this.#accessTokens = new BoundedCache(size);
    this.#secondFactors = new BoundedCache(size);
    this.#subjects = new BoundedCache(size);
    this.#services = new BoundedCache(1_000);
    this.#addresses = new BoundedCache(1);
    this.#projects = new BoundedCache(1_000);
    this.#meaning = new BoundedCache(1);
  }

  /** Brings the memory up to a moment after this call, and hands it out for one question. */
  async prove(): Promise<ProvedFacts> {
    const askedAt = this.#elapsed?.() ?? Number.NEGATIVE_INFINITY;
    await this.#catchUp();
    this.#provedAt = Math.max(this.#provedAt, askedAt);
    return this;
  }

  async proveWithin(seconds: number, service: string): Promise<ProvedFacts> {
    // What the service may is known as of the same proof. One that is not known by now may nothing.
    const allowed = Math.min(seconds, this.#services.get(service)?.memorySeconds ?? 0) * 1_000;
    const age = (this.#elapsed?.() ?? Number.POSITIVE_INFINITY) - this.#provedAt;
    return age < allowed ? this : this.prove();
  }

  async #catchUp(): Promise<void> {
    const seen = await this.#source.lastChange();
    const known = this.#progress;
    if (known !== undefined && seen.number === known.number && seen.mark === known.mark) return;
    // A number that goes back, or a write that the log does not account for: trust nothing kept.
    if (known === undefined || seen.number <= known.number || seen.mark !== seen.accounted) {
      this.#overtake(() => true);
      this.#advance(seen, 'overflow');
      return;
    }
    const changes = await this.#source.changesSince(known.number);
    if (changes === 'overflow') this.#overtake(() => true);
    this.#advance(seen, changes === 'overflow' ? changes : changes.map((change) => change.fact));
  }

  get changeNumber(): number {
    return this.#progress?.number ?? 0;
  }

  async token(hash: SecretHash): Promise<TokenFacts | undefined> {
    return (
      this.#tokens.get(hash) ?? this.#fill(this.#tokens, hash, () => this.#source.findPermanentToken(hash))
    );
  }

  async applicationPassword(hash: SecretHash): Promise<ApplicationPassword | undefined> {
    const cache = this.#applicationPasswords;
    return cache.get(hash) ?? this.#fill(cache, hash, () => this.#source.findApplicationPassword(hash));
  }

  async accessToken(hash: SecretHash): Promise<IssuedAccessToken | undefined> {
    const cache = this.#accessTokens;
    return cache.get(hash) ?? this.#fill(cache, hash, () => this.#source.findAccessToken(hash));
  }

  credentials(ids: readonly string[]): Promise<readonly Credential[]> {
    return this.#source.findCredentials(ids);
  }

  async hasSecondFactor(id: UserId): Promise<boolean> {
    const cache = this.#secondFactors;
    const read = async () =>
      (await this.#source.tables.factors.hasActive(id)) ? (true as const) : undefined;
    return (cache.get(id) ?? (await this.#fill(cache, id, read))) === true;
  }

  async subject(id: UserId): Promise<Subject | undefined> {
    return this.#subjects.get(id) ?? this.#fill(this.#subjects, id, () => this.#readSubject(id));
  }

  async service(idOrKey: string): Promise<Service | undefined> {
    return (
      this.#services.get(idOrKey) ??
      this.#fill(this.#services, idOrKey, () => findByIdOrKey(this.#source.tables, idOrKey))
    );
  }

  async addresses(): Promise<ServiceAddresses> {
    const read = () => readAddresses(this.#source.tables);
    return this.#addresses.get('now') ?? (await this.#fill(this.#addresses, 'now', read)) ?? read();
  }

  async project(idOrKey: string): Promise<Project | undefined> {
    return (
      this.#projects.get(idOrKey) ??
      this.#fill(this.#projects, idOrKey, () => findProjectByIdOrKey(this.#source.tables, idOrKey))
    );
  }

  async catalog(): Promise<PermissionCatalog> {
    return (await this.#readMeaning()).catalog;
  }

  /** Forgets what was touched, then records how far this memory is. A slower proof never sets it back. */
  #advance(seen: Progress, touched: readonly TouchedFact[] | 'overflow'): void {
    this.#forgettings += 1;
    if (touched === 'overflow') this.#forgetAll();
    else for (const fact of touched) this.#forget(fact);
    if (this.#progress === undefined || touched === 'overflow' || seen.number >= this.#progress.number)
      this.#progress = seen;
  }

  #forget(fact: TouchedFact): void {
    switch (fact.kind) {
      case 'permanent-token':
        this.#tokens.delete(fact.id);
        break;
      case 'application-password':
        this.#applicationPasswords.delete(fact.id);
        break;
      case 'access-token':
        this.#accessTokens.delete(fact.id);
        break;
      case 'user':
        this.#subjects.delete(fact.id);
        this.#secondFactors.delete(fact.id);
        this.#overtake((user) => user === fact.id);
        break;
      case 'service':
        this.#services.clear();
        this.#addresses.clear();
        break;
      case 'project':
        this.#projects.clear();
        break;
      case 'access':
        this.#subjects.clear();
        this.#meaning.clear();
        this.#overtake(() => true);
        break;
      default:
        fact satisfies never;
    }
  }

  #overtake(concerns: (user: UserId) => boolean): void {
    for (const reading of this.#readings) if (concerns(reading.user)) reading.isOvertaken = true;
  }

  #forgetAll(): void {
    this.#tokens.clear();
    this.#applicationPasswords.clear();
    this.#accessTokens.clear();
    this.#secondFactors.clear();
    this.#subjects.clear();
    this.#services.clear();
    this.#addresses.clear();
    this.#projects.clear();
    this.#meaning.clear();
  }

  async #fill<Key, Value>(
    cache: FactMemory<Key, Value>,
    key: Key,
    read: () => Promise<Value | undefined>,
  ): Promise<Value | undefined> {
    const before = this.#forgettings;
    const found = await read();
    if (found !== undefined && before === this.#forgettings) cache.set(key, found);
    return found;
  }

  /** Reads a subject until nothing that it rests on was committed from the first piece to the last. */
  async #readSubject(id: UserId): Promise<Subject | undefined> {
    for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
      const reading = { user: id, isOvertaken: false };
      this.#readings.add(reading);
      try {
        const subject = await this.#readPieces(id);
        await this.prove();
        if (!reading.isOvertaken) return subject;
      } finally {
        this.#readings.delete(reading);
      }
    }
    throw new FactsUnsettled();
  }

  async #readPieces(id: UserId): Promise<Subject | undefined> {
    const { tables } = this.#source;
    const user = await tables.users.find(id);
    if (user === undefined) return undefined;
    const standing = await readStanding(tables, id);
    const groups = await this.#nameGroups(standing.groups);
    return {
      user,
      groups,
      permissions: effectivePermissions(standing, await this.#readMeaning()),
      answeredFor: await isAnsweredFor(tables, user),
    };
  }

  async #nameGroups(ids: readonly GroupId[]): Promise<readonly GroupReference[]> {
    const known = await this.#source.tables.groups.findWithAncestors(ids);
    return ids.flatMap((id) => {
      const group = known.get(id);
      return group === undefined ? [] : [{ id, name: group.name }];
    });
  }

  async #readMeaning(): Promise<Meaning> {
    const known = this.#meaning.get('now');
    if (known !== undefined) return known;
    const before = this.#forgettings;
    const read = await readMeaning(this.#source.tables);
    if (before === this.#forgettings) this.#meaning.set('now', read);
    return read;
  }
}
