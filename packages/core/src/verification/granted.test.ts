import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { catalogs, permissionSets, serviceIds } from '../../test/arbitraries.ts';
import { anAccessToken, anApplicationPassword, aToken } from '../../test/builders.ts';
import { pairsOf } from '../access/permission-set.ts';
import { granted } from './granted.ts';

test('whoever asked before with the same audience, each credential is granted what it would be if nobody had', () => {
  const two = <Value>(value: fc.Arbitrary<Value>) => fc.tuple(value, value);
  const steps = fc.array(
    fc.record({
      kind: fc.constantFrom('token', 'token', 'token', 'access token', 'password'),
      audience: fc.nat(1),
      // The third is none.
      narrowed: fc.nat(2),
      ceiling: fc.nat(2),
      holder: fc.nat(1),
      catalog: fc.nat(1),
    }),
    { minLength: 3, maxLength: 30 },
  );
  const audiences = two(fc.uniqueArray(serviceIds, { minLength: 1, maxLength: 2 }));
  fc.assert(
    fc.property(
      audiences,
      two(permissionSets),
      two(permissionSets),
      two(catalogs),
      steps,
      (shared, limits, held, declared, asked) => {
        const holders = held.map((permissions) => ({ permissions }));
        for (const step of asked) {
          const catalog = declared[step.catalog] ?? assert.fail();
          const holder = holders[step.holder] ?? assert.fail();
          const make = (audience: (typeof shared)[0]) => {
            if (step.kind === 'password') return anApplicationPassword({ service: audience[0] });
            const [grant, ceiling] = [limits[step.narrowed], limits[step.ceiling]];
            if (step.kind === 'access token')
              return anAccessToken({ audience, declared: ceiling ?? new Map() });
            return aToken({ audience, grant, ceiling });
          };
          const audience = shared[step.audience] ?? assert.fail();
          // An audience and a holder that nobody has asked about.
          const alone = granted(make([...audience]), { ...holder }, catalog);
          assert.deepEqual(pairsOf(granted(make(audience), holder, catalog)), pairsOf(alone));
        }
      },
    ),
    { numRuns: 500 },
  );
});
