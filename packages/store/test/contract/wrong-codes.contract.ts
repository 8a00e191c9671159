import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Instant, later, type Result, secondFactorRule } from '@countersign/core';
import { noon } from '../../../core/test/platform.ts';
import type { OpenFreshStore } from './fresh-store.ts';
import { addGuarded, firstStep, type Guarded, type Node, secondStep, signInPorts } from './sign-in-house.ts';

const { free } = secondFactorRule;

/** Guesses at a second factor are counted by account, over all nodes, whatever becomes of the guess itself. */
export function wrongCodesContract(open: OpenFreshStore): void {
  /** Three nodes of one authority, and somebody whose code is guessed at, from a new address each time. */
  const openNodes = async (t: Parameters<OpenFreshStore>[0]) => {
    let now: Instant = noon;
    const clock = { now: () => now };
    const fresh = await open(t);
    const stores = [fresh.store, (await fresh.reopen()).store, (await fresh.reopen()).store];
    const [first, second, third] = stores.map((store) => signInPorts(store, clock)) as [Node, Node, Node];
    const nodes = [first, second, third] as const;
    const [person] = (await addGuarded(fresh.store, 1)) as [Guarded];
    const pending = await firstStep(first, person, '192.0.2.1');
    let places = 0;
    const show = (node: Node, code: string) => {
      places += 1;
      return secondStep(node, { pending, shown: { kind: 'code', code } }, `198.51.100.${places}`);
    };
    const right = person.codeAt(noon);
    // Of the digits of the right code, so that chance never makes it right.
    const wrong = `${right.slice(0, 5)}${(Number(right[5]) + 5) % 10}`;
    const pass = (milliseconds: number) => {
      now = later(now, milliseconds);
    };
    const failures = async () => {
      const events = await fresh.store.audit.listAfter(0, 1_000);
      return events.filter(({ kind }) => kind === 'sign-in.failed').length;
    };
    return { nodes, show, right, wrong, pass, failures };
  };

  describe('wrong codes', () => {
    test('of five guesses over three nodes every one counts, though each was refused and rolled back', async (t) => {
      const { nodes, show, right, wrong, pass, failures } = await openNodes(t);
      for (let guess = 0; guess < free; guess += 1)
        assert.equal(kindOf(await show(nodes[guess % 3] ?? nodes[0], wrong)), 'sign-in-failed');
      assert.equal(await failures(), free);
      // From then on not even the right code is looked at, wherever it is shown.
      for (const node of nodes) assert.equal(kindOf(await show(node, right)), 'rate-limited');
      pass(1_000);
      assert.equal(kindOf(await show(nodes[1], right)), 'done');
    });

    test('all at once on three nodes are no more than five guesses', async (t) => {
      const { nodes, show, wrong } = await openNodes(t);
      const shown = Array.from({ length: 45 }, (_, guess) => show(nodes[guess % 3] ?? nodes[0], wrong));
      const kinds = (await Promise.all(shown)).map(kindOf);
      assert.equal(kinds.filter((kind) => kind === 'sign-in-failed').length, free);
      assert.equal(kinds.filter((kind) => kind === 'rate-limited').length, 45 - free);
    });
  });
}

function kindOf(outcome: Result<unknown>): string {
  return outcome.ok ? 'done' : outcome.refusal.kind;
}
