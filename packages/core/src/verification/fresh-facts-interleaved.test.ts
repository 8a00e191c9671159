import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anAssignment, aPermission, aRole, aService, aToken, aUser, bob, wiki } from '../../test/builders.ts';
import { MemoryScratch } from '../../test/memory-scratch.ts';
import { ScriptedFacts } from '../../test/scripted-facts.ts';
import { everybodysAccess, type TouchedFact } from '../audit/transaction.ts';
import { globalProjectId, type PermissionKey, type RoleId } from '../kernel/id.ts';
import { instant } from '../kernel/instant.ts';
import type { SecretHash } from '../kernel/secret.ts';
import { FreshFacts } from './fresh-facts.ts';
import { TokenMemory } from './token-memory.ts';

/**
 * Questions, fills and commits in every order that a scheduler can think of. Each fact carries the number of its
 * last change; the law is that an answer is never older than what was committed when its question arrived.
 */
const roleId = 'role' as RoleId;
const hashes = ['0', '1'].map((digit) => digit.repeat(43)) as SecretHash[];

type Step =
  | { readonly kind: 'ask' | 'issue' | 'change token'; readonly hash: SecretHash }
  | { readonly kind: 'change user' | 'change role' | 'change service' | 'change all' }
  | { readonly kind: 'change by hand' | 'cut the log' | 'fail once' };

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constantFrom('ask', 'ask', 'ask', 'ask', 'change token', 'change token', 'issue'),
      hash: fc.constantFrom(...hashes),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('change user', 'change role', 'change service', 'change all'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('change by hand', 'cut the log', 'fail once') }),
  },
);

/** The number of its last change that each fact was last seen with; an absent fact has none. */
interface Seen {
  readonly token: number;
  readonly user: number;
  readonly role: number;
  readonly service: number;
}

class World {
  readonly source = new ScriptedFacts();
  readonly facts: FreshFacts;
  #failing = false;
  #version = 0;

  constructor(size: number, hasScratch: boolean, pause: (moment: string) => Promise<void>) {
    const tokens = hasScratch
      ? new TokenMemory({ size, scratch: new MemoryScratch(), capacity: 512 })
      : undefined;
    this.facts = new FreshFacts(this.source, size, undefined, tokens);
    this.source.assignments.push(anAssignment(aRole({ id: roleId })));
    // More than a run writes: which permissions there are is not what is asked here.
    for (let version = 1; version < 100; version++)
      this.source.permissions.push(aPermission(String(version) as PermissionKey));
    this.#write('user', 'role', 'service');
    this.source.pause = async (moment) => {
      await pause(moment);
      if (!this.#failing) return;
      this.#failing = false;
      throw new StoreIsDown();
    };
  }

  act(step: Step): void {
    switch (step.kind) {
      case 'ask':
        throw new Error('a question is no act');
      case 'issue':
        if (!this.source.tokens.has(step.hash)) this.source.commit([], () => this.#writeToken(step.hash));
        break;
      case 'change token':
        this.source.commit([{ kind: 'permanent-token', id: step.hash }], () => this.#writeToken(step.hash));
        break;
      case 'change user':
        this.source.commit([touchedUser], () => this.#write('user'));
        break;
      case 'change role':
        this.source.commit([touchedRole], () => this.#write('role'));
        break;
      case 'change service':
        this.source.commit([touchedService], () => this.#write('service'));
        break;
      case 'change all':
        this.source.commit([touchedService, touchedRole, touchedUser], () =>
          this.#write('user', 'role', 'service'),
        );
        break;
      case 'change by hand':
        this.source.commitUnlogged(() => this.#write('user'));
        break;
      case 'cut the log':
        this.source.logBegin = this.source.progress.number;
        break;
      case 'fail once':
        this.#failing = true;
        break;
      default:
        step satisfies never;
    }
  }

  /** What is committed at this moment. */
  committed(hash: SecretHash): Seen {
    return {
      token: this.source.tokens.get(hash)?.createdAt ?? 0,
      user: Number(this.source.users.get(bob)?.name ?? 0),
      role: Number(this.source.roles.get(roleId)?.permissions[0] ?? 0),
      service: Number(this.source.services.get(wiki)?.name ?? 0),
    };
  }

  /** What a question is answered with. */
  async ask(hash: SecretHash): Promise<Seen> {
    await this.facts.prove();
    const token = await this.facts.token(hash);
    const subject = await this.facts.subject(bob);
    const service = await this.facts.service('wiki');
    return {
      token: token?.createdAt ?? 0,
      user: Number(subject?.user.name ?? 0),
      role: Number([...(subject?.permissions.get(globalProjectId) ?? [])][0] ?? 0),
      service: Number(service?.name ?? 0),
    };
  }

  #writeToken(hash: SecretHash): void {
    this.source.tokens.set(hash, aToken({ hash, createdAt: instant(Number(this.#next())) }));
  }

  #write(...facts: readonly ('user' | 'role' | 'service')[]): void {
    const name = this.#next();
    if (facts.includes('user')) this.source.users.set(bob, aUser({ name }));
    if (facts.includes('service')) this.source.services.set(wiki, aService({ name }));
    if (facts.includes('role'))
      this.source.roles.set(roleId, aRole({ id: roleId, name, permissions: [name as PermissionKey] }));
  }

  #next(): string {
    this.#version += 1;
    return String(this.#version);
  }
}

class StoreIsDown extends Error {}

const touchedUser: TouchedFact = { kind: 'user', id: bob };
const touchedRole: TouchedFact = everybodysAccess;
const touchedService: TouchedFact = { kind: 'service', id: wiki };

/** Asks, and compares the answer with what was committed when the question arrived. */
async function askAndCompare(world: World, hash: SecretHash): Promise<'answered' | 'unanswered'> {
  const committed = world.committed(hash);
  try {
    const answer = await world.ask(hash);
    for (const [fact, version] of Object.entries(committed))
      assert.ok(answer[fact as keyof Seen] >= version, `the ${fact} is older than the question`);
    return 'answered';
  } catch (error) {
    if (error instanceof StoreIsDown) return 'unanswered';
    throw error;
  }
}

test('an answer is never older than its question, however questions, reads, commits and failures interleave', async () => {
  const runs = process.env.COUNTERSIGN_TEST_LONG === '1' ? 10_000 : 400;
  let answered = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.tuple(steps, fc.nat(20)), { minLength: 2, maxLength: 20 }),
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      async (scheduler, taken, size, hasScratch) => {
        const world = new World(size, hasScratch, (moment) => scheduler.schedule(Promise.resolve(), moment));
        const questions: Promise<PromiseSettledResult<string>[]>[] = [];
        for (const [step, turns] of taken) {
          if (step.kind === 'ask') questions.push(Promise.allSettled([askAndCompare(world, step.hash)]));
          else world.act(step);
          // In between, some of the reads under way go on, in an order of the scheduler's choice.
          for (let turn = 0; turn < turns && scheduler.count() > 0; turn++) await scheduler.waitNext(1);
        }
        for (const outcome of (await scheduler.waitFor(Promise.all(questions))).flat()) {
          if (outcome.status === 'rejected') throw outcome.reason;
          if (outcome.value === 'answered') answered += 1;
        }
      },
    ),
    { numRuns: runs },
  );
  assert.ok(answered > runs, 'a test in which nobody is answered tests nothing');
});
