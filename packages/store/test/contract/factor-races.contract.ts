import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { later, newTokenText, type Result, readSecondStep, resetPassword, Secret } from '@countersign/core';
import { fixedClock, noon } from '../../../core/test/platform.ts';
import { aStoredAdministrator, write } from './builders.ts';
import { digest, type OpenFreshStore, random } from './fresh-store.ts';
import { addGuarded, firstStep, type Guarded, type Node, secondStep, signInPorts } from './sign-in-house.ts';

/** How often each race is run: `npm run factor-races -- --trials 2000` asks for more, and so does the long run. */
const trials = Number(
  process.env.COUNTERSIGN_RACE_TRIALS ?? (process.env.COUNTERSIGN_TEST_LONG === '1' ? 2_000 : 200),
);

/** Something that is good once, and how each of those who race shows it. */
interface SingleUseSecret {
  readonly name: string;
  /** Prepares what the racers of one trial share; answers what each of them does, on a node and from an address. */
  prepare(node: Node, person: Guarded, address: string): Promise<Show>;
}

type Show = (node: Node, address: string) => Promise<Result<unknown>>;

/** All that is spent by use; what is added here is raced on both stores. */
const singleUseSecrets: readonly SingleUseSecret[] = [
  {
    name: 'a code of an authenticator app',
    prepare: (node, person, address) => withCode(node, person, address, person.codeAt(noon)),
  },
  {
    name: 'a recovery code',
    prepare: (node, person, address) => withCode(node, person, address, person.recoveryCode),
  },
  { name: 'an answer to the challenge of a passkey', prepare: withPasskey },
  { name: 'a link that resets a password', prepare: withResetLink },
];

async function withCode(first: Node, person: Guarded, from: string, code: string): Promise<Show> {
  const pending = await firstStep(first, person, from);
  return (node, address) => secondStep(node, { pending, shown: { kind: 'code', code } }, address);
}

async function withPasskey(first: Node, person: Guarded, from: string): Promise<Show> {
  const pending = await firstStep(first, person, from);
  const challenge = (await readSecondStep(first, pending)).passkeys?.challenge ?? assert.fail();
  const shown = { kind: 'passkey', answer: person.answerTo(challenge) } as const;
  return (node, address) => secondStep(node, { pending, shown }, address);
}

async function withResetLink(first: Node, { user }: Guarded): Promise<Show> {
  const link = newTokenText('resetLink', random);
  const times = { createdAt: noon, expiresAt: later(noon, 60_000) };
  const author = (await aStoredAdministrator(first.store)).id;
  const reset = { userId: user.id, hash: digest.secret(link), author, ...times };
  await write(first.store, ({ passwordResets }) => passwordResets.put(reset));
  const input = { link: link.reveal(), newPassword: new Secret('a password chosen anew'), endsTokens: true };
  return (node, address) => resetPassword(node, { requestId: 'a reset', address }, input);
}

const racersOfNode = 2;

/** Two nodes on one database are shown the same secret at the same moment, twice each: one of the four gets in. */
export function factorRacesContract(open: OpenFreshStore): void {
  describe(`in ${trials} races of four on two nodes exactly one wins with`, () => {
    for (const secret of singleUseSecrets) {
      test(secret.name, async (t) => {
        const fresh = await open(t);
        const clock = fixedClock(noon);
        const here = signInPorts(fresh.store, clock);
        const nodes = [here, signInPorts((await fresh.reopen()).store, clock)];
        const people = await addGuarded(fresh.store, trials);
        const won = nodes.map(() => 0);
        for (const [trial, person] of people.entries()) {
          // Everybody comes from an address of their own, so that nobody has to wait.
          const addressOf = (racer: number) => `10.${racer}.${trial >> 8}.${trial & 255}`;
          const show = await secret.prepare(here, person, addressOf(255));
          const racers = Array.from({ length: racersOfNode * nodes.length }, async (_, racer) => {
            const node = (racer + trial) % nodes.length;
            const outcome = await show(nodes[node] ?? here, addressOf(racer));
            if (outcome.ok) won[node] = (won[node] ?? 0) + 1;
            return outcome;
          });
          const outcomes = await Promise.all(racers);
          const winners = outcomes.filter((outcome) => outcome.ok);
          assert.equal(winners.length, 1, `trial ${trial}: ${JSON.stringify(outcomes)}`);
        }
        // Otherwise one node was always quicker, and nothing was raced.
        assert.ok(Math.min(...won) > 0, `won by ${won}`);
      });
    }
  });
}
