import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { catalogs, permissionSets, serviceIds } from '../../test/arbitraries.ts';
import {
  anAccessToken,
  anApplicationPassword,
  aPermission,
  aToken,
  everywhere,
  readPages,
  readTickets,
  tracker,
  wiki,
} from '../../test/builders.ts';
import { catalogOf } from '../access/permission.ts';
import { pairsOf } from '../access/permission-set.ts';
import type { Credential } from '../credentials/credential.ts';
import type { ServiceId } from '../kernel/id.ts';
import { offered } from './offered.ts';

const catalog = catalogOf([aPermission(readPages), aPermission(readTickets, { serviceId: tracker })]);

const audiences = fc.uniqueArray(serviceIds, { maxLength: 2 });

const credentials: fc.Arbitrary<Credential> = fc.oneof(
  audiences.map((audience) => aToken({ audience })),
  audiences.map((audience) => anAccessToken({ audience })),
  fc.option(serviceIds, { nil: undefined }).map((service) => anApplicationPassword({ service })),
);

test('whoever asked before, each credential is offered what it would be if nobody had', () => {
  const steps = fc.array(fc.record({ credential: credentials, holder: fc.nat(1), catalog: fc.nat(1) }), {
    minLength: 3,
    maxLength: 30,
  });
  const two = <Value>(value: fc.Arbitrary<Value>) => fc.tuple(value, value);
  fc.assert(
    fc.property(two(permissionSets), two(catalogs), steps, (sets, declared, asked) => {
      const holders = sets.map((permissions) => ({ permissions }));
      for (const step of asked) {
        const holder = holders[step.holder] ?? assert.fail();
        const known = declared[step.catalog] ?? assert.fail();
        // A holder whom nobody has asked about.
        const alone = offered(step.credential, { ...holder }, known);
        assert.deepEqual(pairsOf(offered(step.credential, holder, known)), pairsOf(alone));
      }
    }),
  );
});

test('it is worked out once for the credentials of one holder with one audience', () => {
  const holder = { permissions: everywhere(readPages, readTickets) };
  const ask = (audience: readonly ServiceId[]) => offered(aToken({ audience }), holder, catalog);
  ask([wiki]);
  ask([wiki]);
  assert.equal(ask([wiki]), ask([wiki]));
  assert.notDeepEqual(pairsOf(ask([wiki])), pairsOf(ask([wiki, tracker])));
  assert.notEqual(offered(aToken({ audience: [wiki] }), { ...holder }, catalog), ask([wiki]));
});

test('memory beside a holder is bounded, however many audiences their credentials have', () => {
  let asked = 0;
  const counting = new Proxy(catalog, {
    get(target, name) {
      if (name === 'get') asked += 1;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const holder = { permissions: everywhere(readPages) };
  const audienceOf = (index: number) => [wiki, `service-${index}` as ServiceId];
  for (let index = 0; index < 100; index += 1)
    offered(aToken({ audience: audienceOf(index) }), holder, counting);
  asked = 0;
  for (let index = 99; index >= 0; index -= 1)
    offered(aToken({ audience: audienceOf(index) }), holder, counting);
  assert.ok(asked >= 80, `of a hundred audiences ${100 - asked} were kept`);
});
