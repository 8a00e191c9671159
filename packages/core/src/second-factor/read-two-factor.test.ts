import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anAuthority, done, refusalOf } from '../../test/an-authority.ts';
import { aGroup, aUser, bob, editors, eve } from '../../test/builders.ts';
import { noon } from '../../test/platform.ts';
import { observer } from '../access/role.ts';
import { newId } from '../kernel/id.ts';
import { type Instant, later } from '../kernel/instant.ts';
import type { EncryptedSeed, Factor } from './factor.ts';
import { readTwoFactor } from './read-two-factor.ts';

/** An authority in which Eve, a user without other rights, is in a group that requires a second factor. */
async function aHouse({ requires = true, kind = 'person' as 'person' | 'bot' } = {}) {
  const authority = await anAuthority();
  await authority.add({
    users: [aUser({ id: eve, login: 'eve', name: 'Eve', kind, ...(kind === 'bot' && { ownerId: bob }) })],
    groups: [aGroup({ id: editors, requiresTwoFactor: requires })],
    members: [[editors, eve]],
    given: [[observer, eve]],
  });
  const { tables } = authority.ports.store;
  const addApp = async (name: string, confirmedAt: Instant | undefined) => {
    const factor: Factor = {
      id: newId(authority.ports.random),
      userId: eve,
      name,
      encryptedSeed: `the seed of ${name}` as EncryptedSeed,
      addedAt: noon,
      confirmedAt,
    };
    await tables.factors.insert(factor);
    await tables.factors.replaceRecoveryCodes(eve, ['one hash', 'another hash']);
    return factor.id;
  };
  return { ...authority, tables, addApp };
}

describe('reading two-factor authentication', () => {
  test('tells the devices with their last use and how many codes are left, and neither seed nor code', async () => {
    const house = await aHouse();
    const phone = await house.addApp('Phone', noon);
    const tablet = await house.addApp('Tablet', noon);
    const used = later(noon, 90_000);
    await house.tables.factors.spendStep(tablet, 7, used);
    const seen = done(await readTwoFactor(house.ports, await house.signIn(eve), eve));
    assert.deepEqual(seen, {
      userId: eve,
      isRequired: true,
      isRequiredFrom: undefined,
      devices: [
        { kind: 'app', id: phone, name: 'Phone', addedAt: noon, lastUsedAt: undefined },
        { kind: 'app', id: tablet, name: 'Tablet', addedAt: noon, lastUsedAt: used },
      ],
      recoveryCodesLeft: 2,
      applicationPasswords: 0,
    });
    assert.deepEqual(done(await readTwoFactor(house.ports, await house.asAnn(), eve)), seen);
  });

  test('leaves out an app of which no code was seen, and the codes made with it', async () => {
    const house = await aHouse({ requires: false });
    await house.addApp('Phone', undefined);
    const seen = done(await readTwoFactor(house.ports, await house.signIn(eve), eve));
    assert.deepEqual(seen, {
      userId: eve,
      isRequired: false,
      isRequiredFrom: undefined,
      devices: [],
      recoveryCodesLeft: 0,
      applicationPasswords: 0,
    });
  });

  test('says from when on a group will require it, until that time has come', async () => {
    const house = await aHouse({ requires: false });
    const group = await house.tables.groups.find(editors);
    assert.ok(group !== undefined);
    const seenWith = async (twoFactorRequiredFrom: Instant) => {
      await house.tables.groups.update({ ...group, requiresTwoFactor: true, twoFactorRequiredFrom });
      const seen = done(await readTwoFactor(house.ports, await house.asAnn(), eve));
      return [seen.isRequired, seen.isRequiredFrom];
    };
    const soon = later(noon, 1);
    assert.deepEqual(await seenWith(soon), [false, soon]);
    assert.deepEqual(await seenWith(noon), [true, undefined]);
  });

  test('is required of no bot', async () => {
    const house = await aHouse({ kind: 'bot' });
    assert.equal(done(await readTwoFactor(house.ports, await house.asAnn(), eve)).isRequired, false);
  });

  test('is refused to who may not see the tokens of others, whether there is such a user or not', async () => {
    const house = await aHouse();
    const caller = await house.signIn(bob);
    const nobody = newId<typeof eve>(house.ports.random);
    for (const id of [eve, nobody])
      assert.equal(refusalOf(await readTwoFactor(house.ports, caller, id)).kind, 'forbidden');
    assert.equal(refusalOf(await readTwoFactor(house.ports, await house.asAnn(), nobody)).kind, 'not-found');
  });
});
