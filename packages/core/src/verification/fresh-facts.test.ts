import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  aGroup,
  anAccessToken,
  anAssignment,
  ann,
  aPermission,
  aProject,
  aRole,
  aService,
  aToken,
  aUser,
  bob,
  editors,
  eve,
  everywhere,
  permissionPairs,
  readPages,
  tracker,
  wiki,
  writePages,
} from '../../test/builders.ts';
import { noon } from '../../test/platform.ts';
import { ScriptedFacts } from '../../test/scripted-facts.ts';
import { authorityCatalog, readServicePermission } from '../access/permission.ts';
import { everybodysAccess, type TouchedFact } from '../audit/transaction.ts';
import { authorityServiceId, globalProjectId } from '../kernel/id.ts';
import type { SecretHash } from '../kernel/secret.ts';
import { FactsUnsettled, FreshFacts } from './fresh-facts.ts';

const hash = 'a hash' as SecretHash;
const otherHash = 'another hash' as SecretHash;
const editor = aRole();
const tokenTouched: TouchedFact = { kind: 'permanent-token', id: hash };

/** A store with a token, two users of whom Bob is an editor, a group, two services and a project; and a memory of it. */
function aWorld(): { source: ScriptedFacts; facts: FreshFacts } {
  const source = new ScriptedFacts();
  source.tokens.set(hash, aToken({ hash }));
  source.accessTokens.set(hash, anAccessToken({ hash }));
  source.users.set(bob, aUser());
  source.users.set(ann, aUser({ id: ann, login: 'ann' }));
  source.services.set(wiki, aService());
  source.services.set(tracker, aService({ id: tracker, key: 'tracker' }));
  source.roles.set(editor.id, editor);
  source.permissions.push(aPermission(readPages));
  source.assignments.push(anAssignment(editor));
  source.groups.set(editors, aGroup());
  source.projects.set(aProject().id, aProject());
  return { source, facts: new FreshFacts(source) };
}

/** Asks for everything once, as questions do: proof first. */
async function askAll(facts: FreshFacts): Promise<void> {
  await facts.prove();
  await facts.token(hash);
  await facts.accessToken(hash);
  await facts.subject(bob);
  await facts.subject(ann);
  await facts.service(wiki);
  await facts.service('Wiki');
  await facts.service(tracker);
  await facts.project('PAY');
}

/** What had to be read from the store to answer all of it again. */
async function readAgain({ source, facts }: ReturnType<typeof aWorld>): Promise<string[]> {
  source.reads.length = 0;
  await askAll(facts);
  return source.reads.filter((read) => /^(token|access token|user|service|project)/.test(read));
}

const everything = [
  `token ${hash}`,
  `access token ${hash}`,
  `user ${bob}`,
  `user ${ann}`,
  `service ${wiki}`,
  'service wiki',
  `service ${tracker}`,
  'project pay',
];

test('facts are answered as the store has them', async () => {
  const { facts } = aWorld();
  await facts.prove();
  assert.deepEqual(await facts.token(hash), aToken({ hash }));
  assert.deepEqual(await facts.accessToken(hash), anAccessToken({ hash }));
  assert.deepEqual(await facts.subject(bob), {
    user: aUser(),
    groups: [],
    permissions: everywhere(readPages),
    answeredFor: true,
  });
  assert.deepEqual(await facts.service('WIKI'), aService());
  assert.deepEqual(await facts.service(wiki), aService());
  assert.deepEqual(await facts.project('pay'), aProject());
  assert.equal((await facts.project('0'))?.name, 'Global');
});

test('somebody in a group holds what it was given, may use what is open to it, and is shown with its name', async () => {
  const { source, facts } = aWorld();
  source.groupsOf.set(ann, [editors]);
  source.assignments.push(anAssignment(editor, { holder: { kind: 'group', id: editors } }));
  source.services.set(wiki, aService({ viewers: [editors] }));
  await facts.prove();
  const subject = await facts.subject(ann);
  assert.deepEqual(subject?.groups, [{ id: editors, name: 'Wiki Editors' }]);
  assert.deepEqual(
    subject?.permissions,
    permissionPairs([readPages, globalProjectId], [readServicePermission, wiki]),
  );
});

test('a bot is answered for as long as its owner is an active person', async () => {
  const { source } = aWorld();
  const answeredFor = async (owner: Partial<ReturnType<typeof aUser>>) => {
    source.users.set(eve, aUser({ id: eve, kind: 'bot', ownerId: ann }));
    source.users.set(ann, aUser({ id: ann, ...owner }));
    return (await new FreshFacts(source).subject(eve))?.answeredFor;
  };
  assert.equal(await answeredFor({}), true);
  assert.equal(await answeredFor({ state: { kind: 'banned', reason: undefined } }), false);
  assert.equal(await answeredFor({ state: { kind: 'deleted' } }), false);
  assert.equal(await answeredFor({ kind: 'bot', ownerId: bob }), false);
  source.users.set(eve, aUser({ id: eve, kind: 'bot', ownerId: undefined }));
  assert.equal((await new FreshFacts(source).subject(eve))?.answeredFor, false);
});

test('a fact is read once and then kept; a proof that nothing changed reads one number and no log', async () => {
  const world = aWorld();
  assert.deepEqual(await readAgain(world), everything);
  assert.deepEqual(await readAgain(world), []);
  assert.deepEqual(world.source.reads, ['last change']);
});

test('a revocation is in force at the next question', async () => {
  const { source, facts } = aWorld();
  await askAll(facts);
  source.commit([tokenTouched], () =>
    source.tokens.set(hash, aToken({ hash, state: { kind: 'revoked', at: noon, by: bob } })),
  );
  await facts.prove();
  assert.equal((await facts.token(hash))?.state.kind, 'revoked');
});

const touches: readonly (readonly [string, TouchedFact, readonly string[]])[] = [
  ['a token is forgotten alone', tokenTouched, [`token ${hash}`]],
  ['an access token is forgotten alone', { kind: 'access-token', id: hash }, [`access token ${hash}`]],
  ['another access token leaves this one', { kind: 'access-token', id: otherHash }, []],
  ['another token leaves this one', { kind: 'permanent-token', id: otherHash }, []],
  ['a user is forgotten alone', { kind: 'user', id: bob }, [`user ${bob}`]],
  ['another user leaves these', { kind: 'user', id: eve }, []],
  [
    'a service is forgotten under every name it was asked by',
    { kind: 'service', id: wiki },
    [`service ${wiki}`, 'service wiki', `service ${tracker}`],
  ],
  ['a project is forgotten', { kind: 'project', id: aProject().id }, ['project pay']],
  ["everybody's access is forgotten with everybody", everybodysAccess, [`user ${bob}`, `user ${ann}`]],
];

for (const [name, fact, expected] of touches) {
  test(`when it is touched, ${name}`, async () => {
    const world = aWorld();
    await askAll(world.facts);
    world.source.commit([fact]);
    assert.deepEqual(await readAgain(world), expected);
    assert.deepEqual(await readAgain(world), []);
  });
}

test('several changes since the last proof are all taken in, from one look at the log', async () => {
  const world = aWorld();
  await askAll(world.facts);
  world.source.commit([{ kind: 'user', id: ann }]);
  world.source.commit([tokenTouched, { kind: 'access-token', id: hash }, { kind: 'user', id: bob }]);
  assert.deepEqual(await readAgain(world), everything.slice(0, 4));
  assert.deepEqual(
    world.source.reads.filter((read) => read.startsWith('changes')),
    ['changes since 0'],
  );
});

test('a promotion is seen at the next question, as is what its role now means', async () => {
  const { source, facts } = aWorld();
  await askAll(facts);
  source.commit([everybodysAccess], () => {
    source.permissions.push(aPermission(writePages));
    source.roles.set(editor.id, { ...editor, permissions: [writePages] });
  });
  await facts.prove();
  assert.deepEqual((await facts.subject(bob))?.permissions, everywhere(writePages));
});

test('a commit that the log does not account for makes everything forgotten', async () => {
  const world = aWorld();
  await askAll(world.facts);
  world.source.commitUnlogged();
  assert.deepEqual(await readAgain(world), everything);
  assert.deepEqual(await readAgain(world), []);
});

test('a log that no longer reaches back far enough makes everything forgotten', async () => {
  const world = aWorld();
  await askAll(world.facts);
  world.source.commit([{ kind: 'user', id: eve }]);
  world.source.logBegin = 1;
  assert.deepEqual(await readAgain(world), everything);
});

test('a store whose number went back, as a restored backup does, makes everything forgotten', async () => {
  const world = aWorld();
  world.source.commit([{ kind: 'user', id: eve }]);
  world.source.commit([{ kind: 'user', id: eve }]);
  await askAll(world.facts);
  world.source.progress = { number: 1, mark: 1, accounted: 1 };
  assert.deepEqual(await readAgain(world), everything);
  assert.deepEqual(await readAgain(world), []);
});

test('absence is never remembered: what is issued after a refusal is found without any change in the log', async () => {
  const { source, facts } = aWorld();
  await facts.prove();
  assert.equal(await facts.token(otherHash), undefined);
  assert.equal(await facts.subject(eve), undefined);
  assert.equal(await facts.service('board'), undefined);
  source.tokens.set(otherHash, aToken({ hash: otherHash }));
  source.users.set(eve, aUser({ id: eve }));
  source.services.set(authorityServiceId, aService({ id: authorityServiceId, key: 'board' }));
  await facts.prove();
  assert.equal((await facts.token(otherHash))?.hash, otherHash);
  assert.equal((await facts.subject(eve))?.user.id, eve);
  assert.equal((await facts.service('board'))?.id, authorityServiceId);
});

test('a flood of unknown tokens pushes no known one out of memory', async () => {
  const { source } = aWorld();
  const small = new FreshFacts(source, 2);
  await small.prove();
  await small.token(hash);
  for (let number = 0; number < 100; number++) await small.token(`guess ${number}` as SecretHash);
  source.reads.length = 0;
  await small.token(hash);
  assert.deepEqual(source.reads, []);
});

test('what was read while a change came in is used for its own question, and not kept', async () => {
  const { source, facts } = aWorld();
  await facts.prove();
  const held = Promise.withResolvers<void>();
  source.pause = (moment) => (moment === `token ${hash}, answered` ? held.promise : Promise.resolve());
  const overtaken = facts.token(hash);
  await new Promise(setImmediate);
  source.commit([tokenTouched], () => source.tokens.set(hash, aToken({ hash, state: { kind: 'paused' } })));
  await facts.prove();
  held.resolve();
  assert.equal((await overtaken)?.state.kind, 'active');
  assert.equal((await facts.token(hash))?.state.kind, 'paused');
  assert.equal(source.reads.filter((read) => read.startsWith('token')).length, 2);
});

const groupOfEditors = { kind: 'group', id: editors } as const;

/** What Ann, an editor, is found to hold when something happens once, after her groups were read and before the rest. */
async function readAnnWhile(happen: (source: ScriptedFacts) => void) {
  const { source, facts } = aWorld();
  source.groupsOf.set(ann, [editors]);
  await facts.prove();
  let moments = 0;
  source.pause = async (moment) => {
    if (moment === `groups of ${ann}, answered` && ++moments === 1) happen(source);
  };
  return (await facts.subject(ann))?.permissions;
}

test('what somebody holds is never put together from before and after a change', async () => {
  const held = await readAnnWhile((source) => {
    // Ann leaves the group, and only then the group is given something.
    source.commit([{ kind: 'user', id: ann }], () => source.groupsOf.delete(ann));
    source.commit([everybodysAccess], () =>
      source.assignments.push(anAssignment(editor, { holder: groupOfEditors })),
    );
  });
  assert.deepEqual(held, new Map());
});

test('changes of others do not make a reading begin again', async () => {
  const { source, facts } = aWorld();
  await facts.prove();
  source.pause = async (moment) => {
    if (moment === `groups of ${ann}, answered`) source.commit([{ kind: 'user', id: bob }, tokenTouched]);
  };
  assert.equal((await facts.subject(ann))?.user.id, ann);
  assert.equal(source.reads.filter((read) => read === `groups of ${ann}`).length, 1);
});

const bobTouched = [{ kind: 'user', id: bob }] as const;
const byHand: Readonly<Record<string, (source: ScriptedFacts, write: () => void) => void>> = {
  alone: (source, write) => source.commitUnlogged(write),
  'before a change of somebody else': (source, write) => {
    source.commitUnlogged(write);
    source.commit(bobTouched);
  },
  'after a change of somebody else': (source, write) => {
    source.commit(bobTouched);
    source.commitUnlogged(write);
  },
  'between two of them': (source, write) => {
    source.commit(bobTouched);
    source.commitUnlogged(write);
    source.commit(bobTouched);
  },
};

for (const [when, happen] of Object.entries(byHand)) {
  test(`what a hand wrote ${when} is known to the next question`, async () => {
    const { source, facts } = aWorld();
    await (await facts.prove()).token(hash);
    happen(source, () => source.tokens.set(hash, aToken({ hash, state: { kind: 'paused' } })));
    assert.equal((await (await facts.prove()).token(hash))?.state.kind, 'paused');
    source.reads.length = 0;
    await (await facts.prove()).token(hash);
    assert.deepEqual(source.reads, ['last change']);
  });

  test(`what a hand wrote ${when} makes a reading begin again`, async () => {
    const held = await readAnnWhile((source) => {
      happen(source, () => {
        source.groupsOf.delete(ann);
        source.assignments.push(anAssignment(editor, { holder: groupOfEditors }));
      });
    });
    assert.deepEqual(held, new Map());
  });
}

test('of somebody who is changed without end nothing is said, and no answer put together', async () => {
  const { source, facts } = aWorld();
  await facts.prove();
  source.pause = async (moment) => {
    if (moment === `groups of ${ann}, answered`) source.commit([{ kind: 'user', id: ann }]);
  };
  await assert.rejects(facts.subject(ann), FactsUnsettled);
});

test('a proof that was overtaken by a later one does not take the memory back', async () => {
  const { source, facts } = aWorld();
  await facts.prove();
  source.commit([tokenTouched]);
  const held = Promise.withResolvers<void>();
  source.pause = (moment) => (moment === 'changes since 0, answered' ? held.promise : Promise.resolve());
  const slow = facts.prove();
  await new Promise(setImmediate);
  source.pause = async () => undefined;
  source.commit([tokenTouched]);
  await facts.prove();
  held.resolve();
  await slow;
  source.reads.length = 0;
  await facts.prove();
  assert.deepEqual(source.reads, ['last change']);
});

test('when the store cannot be asked there is no proof, and nothing is remembered as seen', async () => {
  const world = aWorld();
  const { source, facts } = world;
  await askAll(facts);
  source.commit([tokenTouched]);
  for (const failing of ['last change, asked', 'changes since 0, answered']) {
    source.pause = async (moment) => {
      if (moment === failing) throw new Error('the disk is gone');
    };
    await assert.rejects(facts.prove(), /the disk is gone/);
  }
  source.pause = async () => undefined;
  assert.deepEqual(await readAgain(world), [`token ${hash}`]);
});

test('a fact that could not be read is asked for again', async () => {
  const { source, facts } = aWorld();
  await facts.prove();
  source.pause = async () => {
    throw new Error('the disk is gone');
  };
  await assert.rejects(facts.token(hash), /the disk is gone/);
  await assert.rejects(facts.subject(bob), /the disk is gone/);
  source.pause = async () => undefined;
  assert.ok(await facts.token(hash));
  assert.ok(await facts.subject(bob));
});

test('facts beyond its size are read again rather than kept without end', async () => {
  const { source } = aWorld();
  const small = new FreshFacts(source, 2);
  await small.prove();
  const hashes = Array.from({ length: 100 }, (_, number) => `hash ${number}` as SecretHash);
  for (const each of hashes) source.tokens.set(each, aToken({ hash: each }));
  for (const each of hashes) await small.token(each);
  source.reads.length = 0;
  for (const each of hashes) await small.token(each);
  assert.ok(source.reads.length >= 96);
});

test('what is declared is read once, and again when a service declares or withdraws something', async () => {
  const { source, facts } = aWorld();
  await facts.prove();
  assert.deepEqual(
    await facts.catalog(),
    new Map([[readPages, aPermission(readPages)], ...authorityCatalog]),
  );
  source.reads.length = 0;
  await facts.catalog();
  assert.deepEqual(source.reads, []);
  source.commit([everybodysAccess], () => source.permissions.pop());
  await facts.prove();
  assert.deepEqual(await facts.catalog(), authorityCatalog);
});
