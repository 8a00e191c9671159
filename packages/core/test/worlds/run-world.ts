import assert from 'node:assert/strict';
import type { Caller, UserActor } from '../../src/access/actor.ts';
import { trustId } from '../../src/kernel/id.ts';
import { checkUserToken } from '../../src/verification/check-token.ts';
import { FreshFacts } from '../../src/verification/fresh-facts.ts';
import type { RightsStore } from '../memory-store.ts';
import { digest, fixedClock, noon } from '../platform.ts';
import { afterwards } from '../reference-model/afterwards.ts';
import { actingNow, obstacle } from '../reference-model/obstacle.ts';
import { carriesNow, holds, tokenRights } from '../reference-model/rights.ts';
import type { Act, Actor, World } from '../reference-model/world.ts';
import { arriveInSession, arriveWithToken, carrying, openSession } from './arrive.ts';
import { chooseAct } from './choose-act.ts';
import { carriesLess, compareAnswer, comparePreview, type Expected, nameOf } from './compare-answer.ts';
import { insertWorld } from './insert-world.ts';
import { brokenByMany, brokenByOneAct, brokenCeiling, type Holdings } from './laws.ts';
import { type Outcome, type PerformPorts, perform } from './perform.ts';
import { type ActPlan, oneOf, type Plan, someOf } from './plan.ts';
import { type Preview, previewOf } from './preview-of.ts';
import { rehearsing, unrehearsed } from './rehearse.ts';
import { assertSame, inspect, permissionSetOf, textsOf } from './rights-texts.ts';
import { founder, startOf } from './start.ts';

/**
 * Runs a plan twice at once: in the reference model, and in the product on some store. After every act both must
 * have answered the same, everybody must hold the same in both, every token must open the same doors with the
 * same rights, and the laws must hold. Answers what was done and what came of it, by which runs on two stores
 * are compared.
 */
export async function runWorld(plan: Plan, store: RightsStore): Promise<readonly Step[]> {
  const run = new Run(plan, store);
  try {
    await run.begin();
    for (const [step, one] of plan.acts.entries()) await run.act(one, step);
    return run.steps;
  } catch (error) {
    throw new Error(`${(error as Error).message}\n\n${run.tell()}`, { cause: error });
  }
}

export interface Step {
  readonly actor: Actor;
  readonly act: Act;
  readonly outcome: Outcome;
}

/** Somebody who arrived: as the model knows them, and as the product does. */
interface Arrived {
  readonly actor: Actor;
  readonly caller: Caller<UserActor>;
}

class Run {
  readonly steps: Step[] = [];
  readonly #start: World;
  readonly #ports: PerformPorts;
  readonly #facts: FreshFacts;
  readonly #arrived: Arrived[] = [];
  /** The secrets of all tokens that were ever made. */
  readonly #secrets = new Map<string, string>();
  /** Those who act together; everybody where it is empty. */
  readonly #conspirators: Set<string>;
  readonly #heldAtStart: Holdings;
  #world: World;
  #held: Holdings;
  #count = 0;

  constructor(plan: Plan, store: RightsStore) {
    this.#start = startOf(plan);
    this.#world = this.#start;
    this.#held = holdings(this.#world);
    this.#heldAtStart = this.#held;
    this.#conspirators = new Set(someOf([...this.#start.users.keys()].slice(1), plan.conspirators));
    this.#facts = new FreshFacts(store.facts);
    const firstGuesses = { isCommon: noPasswords, siteWords: [] };
    const passwordHasher = { hash: noPasswords, verify: noPasswords, firstGuesses };
    this.#ports = { clock: fixedClock(noon), random: quickRandom(), digest, passwordHasher, store };
  }

  async begin(): Promise<void> {
    await insertWorld(this.#ports.store, this.#start);
    await this.#compareHoldings();
  }

  async act(plan: ActPlan, step: number): Promise<void> {
    const [, who, , , , d, e] = plan;
    const arrived = await this.#arrive(who);
    const act = arrived && chooseAct(this.#world, arrived.actor, plan, step);
    if (arrived === undefined || act === undefined) return;
    const { actor, caller } = arrived;
    const expected = obstacle(this.#world, actor, act);
    await this.#askWithLess(arrived, act, expected, e);
    const preview = d % 3 === 0 ? await this.#preview(arrived, act) : undefined;
    const outcome = await this.#perform(this.#ports, caller, act);
    this.steps.push({ actor, act, outcome });
    compareAnswer(this.#world, { actor, act }, expected, outcome);
    if (preview !== undefined) comparePreview(preview, outcome);
    if (outcome.ok) await this.#goOn(actor, act, outcome);
  }

  /** The world, and what happened in it, in words. */
  tell(): string {
    const { declared: _, ...start } = this.#start;
    const lines = this.steps.map(({ actor, act, outcome }) => {
      const came = outcome.ok ? `made ${outcome.id}` : inspect(outcome.refusal);
      return `${nameOf(actor)}: ${inspect(act)} → ${came}`;
    });
    return `It began so:\n${inspect(start)}\nand went on so:\n${lines.join('\n')}`;
  }

  /** Somebody signs in or presents a token; now and then it is somebody who arrived earlier and acts only now. */
  async #arrive(number: number): Promise<Arrived | undefined> {
    const late = number % 5 === 4 ? oneOf(this.#latecomers(), number >>> 3) : undefined;
    if (late !== undefined) return late;
    // Who may do everything proves little: the founder comes one time in four.
    const isOneOfThem = (user: string) =>
      this.#conspirators.size === 0 ? user !== founder || number % 4 === 0 : this.#conspirators.has(user);
    const { users, tokens } = this.#world;
    const people = [...users.keys()].filter(
      (id) => users.get(id)?.bot === false && users.get(id)?.state === 'active' && isOneOfThem(id),
    );
    const working = [...tokens.keys()].filter(
      (token) =>
        isOneOfThem(tokens.get(token)?.author ?? '') &&
        carriesNow(this.#world, { user: '', token }) !== undefined,
    );
    const id = oneOf([...people, ...working, ...working], number >>> 2);
    if (id === undefined) return undefined;
    const arrived = await (users.has(id) ? this.#signIn(id) : this.#present(id));
    this.#arrived.push(arrived);
    return arrived;
  }

  /** Those who came to an end after they arrived, if there are any, and the last of all others. */
  #latecomers(): readonly Arrived[] {
    const ended = this.#arrived.filter(({ actor }) => carriesNow(this.#world, actor) === undefined);
    return [...ended, ...this.#arrived.slice(-3)];
  }

  async #signIn(user: string): Promise<Arrived> {
    const { store } = this.#ports;
    let session = [...this.#world.sessions].find(([, owner]) => owner === user)?.[0];
    if (session === undefined) {
      this.#count += 1;
      session = `8-${this.#count}`;
      await openSession(store, session, user);
      this.#world = { ...this.#world, sessions: new Map(this.#world.sessions).set(session, user) };
    }
    return this.#known({ user, session }, await arriveInSession(store, session, user));
  }

  async #present(token: string): Promise<Arrived> {
    const user = this.#world.tokens.get(token)?.user ?? '';
    const secret = this.#secrets.get(token) ?? '';
    return this.#known({ user, token }, await arriveWithToken(this.#facts, secret));
  }

  #known(who: Omit<Actor, 'carries'>, caller: Caller<UserActor>): Arrived {
    const carries = carriesNow(this.#world, who) ?? new Set();
    const actor = { ...who, carries };
    assertSame(textsOf(caller.actor.permissions), carries, `what ${nameOf(actor)} carries`);
    return { actor, caller };
  }

  /** Who carries less is never allowed more. Nothing stays of the question. */
  async #askWithLess(arrived: Arrived, act: Act, expected: Expected, number: number): Promise<void> {
    const lost = oneOf([...arrived.actor.carries], number >>> 1)?.split('@')[0];
    if (number % 2 === 1 || lost === undefined) return;
    const carries = new Set([...arrived.actor.carries].filter((one) => !one.startsWith(`${lost}@`)));
    const actor = { ...arrived.actor, carries };
    const caller = carrying(arrived.caller, permissionSetOf(carries));
    const store = rehearsing(this.#ports.store);
    const outcome = unrehearsed(await this.#perform({ ...this.#ports, store }, caller, act));
    compareAnswer(this.#world, { actor, act }, obstacle(this.#world, actor, act), outcome);
    if (expected !== undefined && outcome.ok)
      assert.fail(`${nameOf(actor)}: ${inspect(act)}\nis allowed without ${lost}, and was refused with it`);
  }

  /** What a page is told beforehand, of whoever is still what they were when they arrived. */
  async #preview({ actor, caller }: Arrived, act: Act): Promise<Preview | undefined> {
    if (carriesLess(this.#world, actor)) return undefined;
    return previewOf(this.#ports.store.tables, caller, act, this.#world);
  }

  #perform(ports: PerformPorts, caller: Caller, act: Act): Promise<Outcome> {
    this.#count += 1;
    return perform(ports, caller, act, { world: this.#world, name: `n${this.#count}` });
  }

  async #goOn(asked: Actor, act: Act, outcome: Outcome & { ok: true }): Promise<void> {
    const actor = actingNow(this.#world, asked) as Actor;
    const before = this.#held;
    this.#world = afterwards(this.#world, actor, act, outcome.id);
    this.#held = holdings(this.#world);
    if (outcome.secret !== undefined) this.#secrets.set(outcome.id, outcome.secret);
    // Whoever makes an account could sign in to it.
    if (act.do === 'create user' && this.#conspirators.size > 0) this.#conspirators.add(outcome.id);
    await this.#compareHoldings();
    await this.#compareTokens();
    const held = { before, after: this.#held };
    assert.equal(brokenByOneAct(actor.carries, act, this.#world, held), undefined);
    if (this.#conspirators.size > 0) this.#checkConspiracy();
  }

  async #compareHoldings(): Promise<void> {
    const facts = await this.#facts.prove();
    for (const [user, rights] of this.#held) {
      const subject = await facts.subject(trustId(user));
      assertSame(textsOf(subject?.permissions ?? new Map()), rights, `what ${user} holds`);
    }
  }

  /** Every token that was ever made, at every door there is. */
  async #compareTokens(): Promise<void> {
    const ports = { clock: this.#ports.clock, digest, facts: await this.#facts.prove() };
    for (const [id, secret] of this.#secrets) {
      const token = this.#world.tokens.get(id);
      for (const service of this.#world.services.keys()) {
        const verdict = await checkUserToken(ports, secret, trustId(service));
        const expected = tokenRights(this.#world, id, service, this.#held.get(token?.user ?? ''));
        const what = `what token ${id} can do at ${service}`;
        if (verdict.active !== (expected !== undefined)) assert.fail(`${what}: ${inspect(verdict)}`);
        if (!verdict.active || expected === undefined) continue;
        const rights = textsOf(verdict.permissions);
        assertSame(rights, expected, what);
        assert.equal(brokenCeiling(rights, token?.ceiling), undefined);
      }
    }
  }

  #checkConspiracy(): void {
    const ofEach = [...this.#conspirators].map((user) => this.#heldAtStart.get(user) ?? new Set<string>());
    const together = new Set(ofEach.flatMap((rights) => [...rights]));
    const held = { before: this.#heldAtStart, now: this.#held };
    assert.equal(brokenByMany(together, this.#start, held), undefined);
  }
}

function holdings(world: World): Holdings {
  return new Map([...world.users.keys()].map((user) => [user, holds(world, user)]));
}

function noPasswords(): never {
  throw new Error('worlds have no passwords');
}

/** A generator by Marsaglia (xorshift): quick, and the same in every run, so that two stores make the same ids. */
function quickRandom() {
  let state = 0x2545f491;
  return {
    bytes: (length: number) =>
      Uint8Array.from({ length }, () => {
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return state >>> 24;
      }),
  };
}
