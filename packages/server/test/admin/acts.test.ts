import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import {
  type Act,
  type Caller,
  globalProjectId,
  groupManager,
  type PermissionKey,
  previewAuthorityActs,
  previewGroupActs,
  previewProjectActs,
  previewRoleActs,
  previewServiceActs,
  previewUserActs,
  type Result,
  systemAdministrator,
  type UserActor,
} from '@countersign/core';
import { ask } from '../../../../test/harness/rest-client.ts';
import { addGroup, addProject, addSomebody, addUser, give, giveRole } from '../harness/household.ts';
import { byHand, done, type House, openHouse } from '../harness/open-house.ts';
import { assertError } from '../harness/refused.ts';
import { ofAuthority, ofGroup, ofProject, ofRole, ofService, ofUser } from './acts/attempts.ts';
import { assemble, type Cast } from './acts/cast.ts';
import { type Outcomes, outcomeOf } from './acts/rehearsal.ts';

const house: House = await openHouse();
const { url, cookie, authority, administratorId } = house;
const jetpass = (name: string) => `jetbrains.jetpass.${name}` as PermissionKey;

/** Acts that are about a list whose parts everybody may read some of: there is no one outcome to compare with. */
const withoutOutcome: readonly string[] = ['readGroups'];

async function compare(
  acts: Result<readonly Act[]>,
  outcomes: Outcomes,
  caller: () => Promise<Caller<UserActor>>,
  what: string,
): Promise<void> {
  if (!acts.ok) {
    assert.ok(['not-found', 'forbidden'].includes(acts.refusal.kind), what);
    return;
  }
  const compared = acts.value.filter(({ name }) => !withoutOutcome.includes(name));
  assert.deepEqual(new Set(compared.map(({ name }) => name)), new Set(Object.keys(outcomes)), what);
  for (const { name, refusal } of compared) {
    const attempts = [outcomes[name] ?? []].flat();
    const outcomesHere: Result<unknown>[] = [];
    for (const attempt of attempts) outcomesHere.push(await outcomeOf(authority, await caller(), attempt));
    const last = outcomesHere.find(({ ok }) => ok) ?? outcomesHere.at(-1);
    assert.ok(last, `${what}: ${name} was not attempted`);
    assert.deepEqual(refusal, last.ok ? undefined : last.refusal, `${what}: ${name}`);
    counts[refusal === undefined ? 'allowed' : 'refused'] += 1;
  }
}

const counts = { allowed: 0, refused: 0 };

describe('what the caller is told they may do is what they may do', () => {
  let cast: Cast;
  before(async () => {
    cast = await assemble(house);
  });

  const each = async (
    compareOne: (caller: () => Promise<Caller<UserActor>>, who: string) => Promise<void>,
  ) => {
    for (const [who, caller] of Object.entries(cast.callers)) await compareOne(caller, who);
  };
  const { tables } = authority.store;

  test('with users', () =>
    each(async (caller, who) => {
      for (const [whom, id] of Object.entries(cast.users)) {
        const acts = await previewUserActs(tables, await caller(), id);
        await compare(acts, ofUser(id), caller, `${who} with ${whom}`);
      }
      const self = (await caller()).actor.userId;
      const acts = await previewUserActs(tables, await caller(), self);
      await compare(acts, ofUser(self), caller, `${who} with themselves`);
    }));

  test('with groups', () =>
    each(async (caller, who) => {
      for (const [which, id] of Object.entries(cast.groups))
        await compare(
          await previewGroupActs(tables, await caller(), id),
          ofGroup(id, cast),
          caller,
          `${who} with the group ${which}`,
        );
    }));

  test('with roles', () =>
    each(async (caller, who) => {
      for (const [which, id] of Object.entries(cast.roles))
        await compare(
          await previewRoleActs(tables, await caller(), id),
          ofRole(id),
          caller,
          `${who} with the role ${which}`,
        );
    }));

  test('with projects', () =>
    each(async (caller, who) => {
      for (const [which, id] of Object.entries(cast.projects))
        await compare(
          await previewProjectActs(tables, await caller(), id),
          ofProject(id, cast),
          caller,
          `${who} with ${which}`,
        );
    }));

  test('with services', () =>
    each(async (caller, who) => {
      for (const [which, id] of Object.entries(cast.services))
        await compare(
          await previewServiceActs(tables, await caller(), id),
          ofService(id),
          caller,
          `${who} with ${which}`,
        );
    }));

  test('with the authority as a whole', () =>
    each(async (caller, who) =>
      compare(await previewAuthorityActs(tables, await caller()), ofAuthority, caller, who),
    ));

  test('which was often yes and often no', () => {
    assert.ok(counts.allowed > 100 && counts.refused > 100, JSON.stringify(counts));
  });

  test('and tells of the last administrator before anybody tries', async () => {
    const caller = cast.callers['a bot that administers'];
    assert.ok(caller);
    const acts = done(await previewUserActs(tables, await caller(), administratorId));
    for (const name of ['ban', 'delete'])
      assert.equal(acts.find((act) => act.name === name)?.refusal?.kind, 'conflict', name);
    const group = await addGroup(house, 'Administrators', { members: [administratorId] });
    await giveRole(house, { kind: 'group', id: group }, systemAdministrator.id);
    const mine = authority.store.tables.access;
    const own = (await mine.listHolders(systemAdministrator.id, globalProjectId)).find(
      ({ holder }) => holder.id === administratorId,
    );
    assert.ok(own);
    // From here on Ada administers by the group alone.
    const answer = await ask(`${url}/api/rest/acts`, { cookie });
    assert.equal(answer.status, 200);
    const { store } = authority;
    done(
      await store.change(async ({ access }) => {
        await access.deleteAssignment(own.id);
        const event = {
          kind: 'role.unassigned',
          at: authority.clock.now(),
          caller: byHand,
          target: { kind: 'authority' },
        } as const;
        return {
          ok: true,
          value: { value: undefined, events: [event], touched: [{ kind: 'access', id: 'everybody' }] },
        };
      }),
    );
    const groupActs = await previewGroupActs(tables, await caller(), group);
    await compare(groupActs, ofGroup(group, cast), caller, 'a bot with the administrators');
    assert.equal(done(groupActs).find((act) => act.name === 'delete')?.refusal?.kind, 'conflict');
    const again = await previewUserActs(tables, await caller(), administratorId);
    await compare(again, ofUser(administratorId), caller, 'a bot with the last administrator of a group');
    assert.equal(done(again).find((act) => act.name === 'ban')?.refusal?.kind, 'conflict');
  });
});

describe('acts over HTTP', () => {
  test('say in a sentence what is missing, with the names of permission and place', async () => {
    const project = await addProject(house, 'Ledger');
    const target = await addUser(house, 'jane.doe');
    await give(house, { kind: 'user', id: target.id }, [jetpass('project-delete')], project);
    const helper = await addSomebody(house, 'helper', [[[jetpass('user-update')]]]);
    const answer = await ask(`${url}/api/rest/users/${target.id}/acts`, { cookie: helper.cookie });
    assert.equal(answer.status, 200, answer.text);
    const issue = answer.json.find(({ act }: { act: string }) => act === 'issueToken');
    assert.equal(issue.allowed, false);
    assert.equal(
      issue.reason,
      'You cannot create tokens for jane.doe: you lack Delete Project in Ledger, Read Project Full in Ledger, Read Project Basic in Ledger',
    );
    assert.deepEqual(issue.missing[0].place, { id: project, name: 'Ledger' });
    const refused = await ask(`${url}/api/rest/users/${target.id}/permanenttokens`, {
      method: 'POST',
      cookie: helper.cookie,
      body: { name: 'x', scope: [{ id: '0-0-0-0-0' }] },
    });
    assertError(refused, 403);
    assert.equal(refused.json.error_description, issue.reason);
    assert.equal(refused.json.error_children.length, issue.missing.length);
  });

  test('are for whoever may read the object, by id or by key', async () => {
    const plain = await addSomebody(house, 'reader');
    const absent = '9c1f4d1e-0000-4000-8000-00000000dead';
    for (const path of [
      'roles/observer',
      `roles/${groupManager.id}`,
      'projects/0',
      'projects/Global',
      'services/wiki',
    ])
      assert.equal((await ask(`${url}/api/rest/${path}/acts/`, { cookie })).status, 200, path);
    for (const [path, status] of [
      ['acts', 200],
      ['users/me/acts', 200],
      ['users/guest/acts', 200],
      [`users/${absent}/acts`, 404],
      ['users/nonsense/acts', 404],
      ['usergroups/0-0-0-0-1/acts', 200],
      [`usergroups/${absent}/acts`, 404],
      ['usergroups/x/acts', 404],
      ['roles/observer/acts', 403],
      ['projects/0/acts', 200],
      [`projects/${absent}/acts`, 404],
      ['services/wiki/acts', 200],
      [`services/${absent}/acts`, 404],
    ] as const) {
      const answer = await ask(`${url}/api/rest/${path}`, { cookie: plain.cookie });
      assert.equal(answer.status, status, `${path} ${answer.text}`);
      assert.equal((await ask(`${url}/api/rest/${path}`)).status, 401, path);
    }
    const some = await ask(`${url}/api/rest/acts?fields=act,allowed`, { cookie });
    assert.deepEqual(Object.keys(some.json[0]).sort(), ['act', 'allowed', 'type']);
    assertError(await ask(`${url}/api/rest/acts?fields=(`, { cookie }), 400, 'fields');
  });
});
