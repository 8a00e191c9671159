import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { aService, aToken, tracker, wiki } from '../../test/builders.ts';
import { ScriptedFacts } from '../../test/scripted-facts.ts';
import type { SecretHash } from '../kernel/secret.ts';
import { FreshFacts } from './fresh-facts.ts';

const hash = 'a hash' as SecretHash;

/** A node that asks a store far away: the wiki may be five seconds behind, the tracker may not. */
async function aNode() {
  const source = new ScriptedFacts();
  source.tokens.set(hash, aToken({ hash }));
  source.services.set(wiki, aService({ memorySeconds: 5 }));
  source.services.set(tracker, aService({ id: tracker, key: 'tracker' }));
  const watch = { now: 1_000 };
  const facts = new FreshFacts(source, undefined, () => watch.now);
  await facts.prove();
  for (const service of [wiki, tracker]) await facts.service(service);
  await facts.token(hash);
  const end = () =>
    source.commit([{ kind: 'permanent-token', id: hash }], () => void source.tokens.delete(hash));
  const isKnown = async (seconds: number, service: string = wiki) =>
    (await (await facts.proveWithin(seconds, service)).token(hash)) !== undefined;
  return { source, facts, watch, end, isKnown };
}

function questionsTo({ reads }: ScriptedFacts): number {
  return reads.filter((read) => read === 'last change').length;
}

describe('a service that may be behind, and says that it will,', () => {
  test('is answered from a moment ago without a question to the store, until its bound has passed', async () => {
    const { source, watch, end, isKnown } = await aNode();
    end();
    const asked = questionsTo(source);
    for (const elapsed of [0, 4_999]) {
      watch.now = 1_000 + elapsed;
      assert.equal(await isKnown(5), true);
    }
    assert.equal(questionsTo(source), asked);
    watch.now = 6_000;
    assert.equal(await isKnown(5), false);
  });

  test('is answered within the smaller of what it says and what it may', async () => {
    const { watch, end, isKnown } = await aNode();
    end();
    watch.now = 1_000 + 2_000;
    assert.equal(await isKnown(60), true);
    assert.equal(await isKnown(2), false);
    const longer = await aNode();
    longer.end();
    longer.watch.now = 6_000;
    assert.equal(await longer.isKnown(60), false);
  });

  test('is behind no longer than the bound from when the last proof was asked for, however long that took', async () => {
    const { source, facts, watch, end, isKnown } = await aNode();
    watch.now = 10_000;
    source.pause = async (moment) => {
      if (moment === 'last change, answered') watch.now = 14_000;
    };
    await facts.prove();
    source.pause = async () => undefined;
    end();
    watch.now = 14_999;
    assert.equal(await isKnown(5), true);
    watch.now = 15_000;
    assert.equal(await isKnown(5), false);
  });

  test('hears of what ended as soon as anybody asks for fresh facts', async () => {
    const { facts, end, isKnown } = await aNode();
    end();
    await facts.prove();
    assert.equal(await isKnown(5), false);
  });

  test('goes on for its bound while the store cannot be asked, and no longer: a proof that failed proves nothing', async () => {
    const { source, facts, watch, isKnown } = await aNode();
    source.pause = async () => {
      throw new Error('the store is away');
    };
    watch.now = 5_000;
    await assert.rejects(facts.prove(), /the store is away/);
    assert.equal(await isKnown(5), true);
    watch.now = 6_000;
    await assert.rejects(isKnown(5), /the store is away/);
  });

  test('may not any more as soon as the node hears that it may not', async () => {
    const { source, facts, end, isKnown } = await aNode();
    source.commit([{ kind: 'service', id: wiki }], () => void source.services.set(wiki, aService()));
    await facts.prove();
    await facts.service(wiki);
    end();
    assert.equal(await isKnown(5), false);
  });
});

describe('everybody else is answered from fresh facts:', () => {
  const others: Readonly<Record<string, readonly [number, string]>> = {
    'who may be behind and does not say so': [0, wiki],
    'who says so and may not': [5, tracker],
    'who is not known': [5, 'nobody'],
  };
  for (const [what, [seconds, service]] of Object.entries(others))
    test(what, async () => {
      const { end, isKnown } = await aNode();
      end();
      assert.equal(await isKnown(seconds, service), false);
    });

  test('all, where there is no clock to count by', async () => {
    const { source } = await aNode();
    const facts = new FreshFacts(source);
    await facts.prove();
    await facts.service(wiki);
    await facts.token(hash);
    source.commit([{ kind: 'permanent-token', id: hash }], () => void source.tokens.delete(hash));
    assert.equal(await (await facts.proveWithin(5, wiki)).token(hash), undefined);
  });

  test('all, before the first proof', async () => {
    const { source } = await aNode();
    const facts = new FreshFacts(source, undefined, () => 0);
    const asked = questionsTo(source);
    await facts.proveWithin(5, wiki);
    assert.equal(questionsTo(source), asked + 1);
  });
});
