import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anAuthority, done, missingOf, refusalOf } from '../../test/an-authority.ts';
import {
  ann,
  aPermission,
  aRole,
  aService,
  bob,
  inProject,
  projectA,
  readPages,
  readTickets,
  tracker,
  wiki as wikiService,
  writePages,
} from '../../test/builders.ts';
import { carrying } from '../../test/worlds/arrive.ts';
import { anExample } from '../../test/worlds/example-world.ts';
import { writeLowLevelPermission } from '../access/permission.ts';
import { covers, fromPairs } from '../access/permission-set.ts';
import { globalPlace } from '../access/role.ts';
import {
  authorityServiceId,
  globalProjectId,
  type PermissionKey,
  type ServiceId,
  trustId,
} from '../kernel/id.ts';
import {
  declarePermission,
  type NewPermission,
  updatePermission,
  withdrawPermission,
} from './declare-permission.ts';

const wiki = trustId<ServiceId>('5-0');
const [look, write] = ['wiki.look' as PermissionKey, 'wiki.write' as PermissionKey];

test('withdrawing a permission takes what it implied, and so only from who holds that', async () => {
  const { ports, founder } = await anExample();
  const narrowed = carrying(founder, fromPairs([[writeLowLevelPermission, globalProjectId]]));
  const refused = await withdrawPermission(ports, narrowed, { serviceId: wiki, key: write });
  assert.deepEqual(refused, {
    ok: false,
    refusal: {
      kind: 'forbidden',
      act: 'give or take these permissions by implication',
      missing: [{ permission: look, place: globalProjectId }],
    },
  });
  assert.ok((await withdrawPermission(ports, narrowed, { serviceId: wiki, key: look })).ok);
  assert.ok((await withdrawPermission(ports, narrowed, { serviceId: wiki, key: write })).ok);
});

/** An authority with a wiki and a tracker, of which the wiki declares two permissions. */
async function aWiki() {
  const authority = await anAuthority();
  await authority.add({
    services: [aService({ id: wikiService }), aService({ id: tracker, key: 'tracker' })],
    permissions: [aPermission(readPages), aPermission(writePages, { implies: [readPages] })],
  });
  return authority;
}

function newPermission(given: Partial<NewPermission> = {}): NewPermission {
  return {
    serviceId: wikiService,
    key: 'wiki.page-delete' as PermissionKey,
    name: 'Delete Page',
    description: undefined,
    holdsIn: 'project',
    implies: [],
    ...given,
  };
}

test('a permission that is declared is held by System Admins at once, and by nobody else', async () => {
  const authority = await aWiki();
  const { ports, asAnn, events, holdsOf } = authority;
  const permission = done(
    await declarePermission(ports, await asAnn(), newPermission({ implies: [writePages] })),
  );
  assert.ok(covers(await holdsOf(ann), permission.key, globalProjectId));
  assert.ok(!covers(await holdsOf(bob), permission.key, globalProjectId));
  assert.deepEqual(
    events.map(({ kind, target, details }) => [kind, target, details]),
    [
      [
        'permission.declared',
        { kind: 'permission', id: permission.key, name: 'Delete Page' },
        { service: wikiService, implies: [writePages] },
      ],
    ],
  );
});

const badKeys = ['', '1page', '.page', 'page read', 'p\u0430ge', 'x'.repeat(101)];
for (const key of [...badKeys, 'jetbrains.jetpass.page', 'JetBrains.JetPass.low-level']) {
  test(`${JSON.stringify(key.slice(0, 30))} of ${key.length} is no key for a permission`, async () => {
    const { ports, asAnn } = await aWiki();
    const refused = refusalOf(
      await declarePermission(ports, await asAnn(), newPermission({ key: key as PermissionKey })),
    );
    assert.ok(refused.kind === 'malformed' && refused.fields[0].field === 'key');
  });
}

test('a key that is or ever was declared is never declared again, by no service', async () => {
  const { ports, asAnn } = await aWiki();
  const again = async () =>
    refusalOf(
      await declarePermission(ports, await asAnn(), newPermission({ serviceId: tracker, key: readPages })),
    ).kind;
  assert.equal(await again(), 'already-exists');
  done(await withdrawPermission(ports, await asAnn(), { serviceId: wikiService, key: readPages }));
  assert.equal(await again(), 'already-exists');
});

test('a permission implies others of its own service alone, and never itself', async () => {
  const authority = await aWiki();
  const { ports, asAnn } = authority;
  await authority.add({ permissions: [aPermission(readTickets, { serviceId: tracker })] });
  const own = newPermission().key;
  for (const stranger of [readTickets, writeLowLevelPermission, 'nobody.declares' as PermissionKey, own]) {
    const refused = refusalOf(
      await declarePermission(ports, await asAnn(), newPermission({ implies: [readPages, stranger] })),
    );
    assert.deepEqual(refused, {
      kind: 'malformed',
      fields: [{ field: 'implied.1', rule: 'must name another permission of the same service' }],
    });
  }
});

test('what a permission newly implies is gained by all who hold it, and so given by who holds it everywhere', async () => {
  const authority = await aWiki();
  const { ports, asAnn, holdsOf } = authority;
  const runBuilds = newPermission().key;
  done(await declarePermission(ports, await asAnn(), newPermission()));
  const role = aRole({ permissions: [runBuilds] });
  await authority.add({ roles: [role], given: [[role, bob, inProject(projectA)]] });
  const narrowed = carrying(
    await asAnn(),
    fromPairs([
      [writeLowLevelPermission, globalProjectId],
      [writePages, projectA],
      [readPages, globalProjectId],
    ]),
  );
  const named = { serviceId: wikiService, key: runBuilds };
  assert.deepEqual(missingOf(await updatePermission(ports, narrowed, named, { implies: [writePages] })), [
    [writePages, globalProjectId],
  ]);
  assert.ok(!covers(await holdsOf(bob), writePages, projectA));
  done(await updatePermission(ports, await asAnn(), named, { implies: [writePages] }));
  assert.ok(covers(await holdsOf(bob), writePages, projectA));
  assert.ok(covers(await holdsOf(bob), readPages, projectA));
  // And taken away on the same terms.
  assert.deepEqual(missingOf(await updatePermission(ports, narrowed, named, { implies: [] })), [
    [writePages, globalProjectId],
  ]);
});

test('a permission is renamed though one that it implied was withdrawn meanwhile', async () => {
  const { ports, asAnn } = await aWiki();
  done(await withdrawPermission(ports, await asAnn(), { serviceId: wikiService, key: readPages }));
  const named = { serviceId: wikiService, key: writePages };
  const renamed = done(await updatePermission(ports, await asAnn(), named, { name: 'Edit Pages' }));
  assert.equal(renamed.name, 'Edit Pages');
  assert.equal(
    refusalOf(await updatePermission(ports, await asAnn(), named, { implies: [readPages] })).kind,
    'malformed',
  );
});

test('a permission that was withdrawn is held by nobody, wherever it is written', async () => {
  const authority = await aWiki();
  const { ports, asAnn, events, holdsOf } = authority;
  const role = aRole({ permissions: [writePages] });
  await authority.add({ roles: [role], given: [[role, bob, globalPlace]] });
  assert.ok(covers(await holdsOf(bob), readPages, globalProjectId));
  done(await withdrawPermission(ports, await asAnn(), { serviceId: wikiService, key: writePages }));
  for (const user of [bob, ann]) assert.ok(!covers(await holdsOf(user), writePages, globalProjectId));
  assert.ok(!covers(await holdsOf(bob), readPages, globalProjectId));
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['permission.withdrawn'],
  );
});

test("a service's permissions are its own: through another service they are not there, and the authority's are fixed", async () => {
  const { ports, asAnn } = await aWiki();
  const foreign = { serviceId: tracker, key: readPages };
  assert.equal(
    refusalOf(await updatePermission(ports, await asAnn(), foreign, { name: 'Mine' })).kind,
    'not-found',
  );
  assert.equal(refusalOf(await withdrawPermission(ports, await asAnn(), foreign)).kind, 'not-found');
  const own = { serviceId: authorityServiceId, key: writeLowLevelPermission };
  assert.equal(
    refusalOf(await updatePermission(ports, await asAnn(), own, { name: 'Mine' })).kind,
    'conflict',
  );
  assert.ok(!(await withdrawPermission(ports, await asAnn(), own)).ok);
  assert.equal(
    refusalOf(await declarePermission(ports, await asAnn(), newPermission({ serviceId: authorityServiceId })))
      .kind,
    'conflict',
  );
});

test('who may not manage services declares, changes and withdraws nothing', async () => {
  const { ports, signIn } = await aWiki();
  const caller = await signIn(bob);
  const named = { serviceId: wikiService, key: readPages };
  for (const result of [
    await declarePermission(ports, caller, newPermission()),
    await updatePermission(ports, caller, named, { name: 'Mine' }),
    await withdrawPermission(ports, caller, named),
  ])
    assert.deepEqual(missingOf(result), [[writeLowLevelPermission, globalProjectId]]);
});
