import fc from 'fast-check';
import { authorityPermissions, type Permission, type PermissionCatalog } from '../src/access/permission.ts';
import { fromPairs, type PermissionSet } from '../src/access/permission-set.ts';
import { globalProjectId, type PermissionKey, type ProjectId, type ServiceId } from '../src/kernel/id.ts';
import {
  aPermission,
  projectA,
  projectB,
  readPages,
  readTickets,
  tracker,
  wiki,
  writePages,
} from './builders.ts';

/** Any string that JavaScript can hold: half-characters, controls and every plane, often mixed with ASCII. */
export const anyText: fc.Arbitrary<string> = textsOf(60);

/** Such strings of at most so many code units. */
export function textsOf(lengthMax: number): fc.Arbitrary<string> {
  const unit = fc.oneof(fc.integer({ min: 0, max: 0x7f }), fc.integer({ min: 0, max: 0xffff }));
  return fc.array(unit, { maxLength: lengthMax }).map((units) => String.fromCharCode(...units));
}

/** Small worlds: few permissions and few places, so that overlaps, Global and gaps all come up often. */

const keys: readonly PermissionKey[] = [
  readPages,
  writePages,
  readTickets,
  ...authorityPermissions.slice(0, 2).map((permission) => permission.key),
];

export const permissionKeys: fc.Arbitrary<PermissionKey> = fc.constantFrom(...keys);
export const places: fc.Arbitrary<ProjectId> = fc.constantFrom(globalProjectId, projectA, projectB);

export const permissionSets: fc.Arbitrary<PermissionSet> = fc
  .array(fc.tuple(permissionKeys, places), { maxLength: 10 })
  .map(fromPairs);

export const serviceIds: fc.Arbitrary<ServiceId> = fc.constantFrom(wiki, tracker);

const permissions: fc.Arbitrary<Permission> = fc
  .record({
    key: permissionKeys,
    serviceId: serviceIds,
    holdsIn: fc.constantFrom('project', 'project', 'global'),
    implies: fc.array(permissionKeys, { maxLength: 2 }),
  })
  .map(({ key, ...given }) => aPermission(key, given));

/** What is declared, by which service, and what it implies; some permissions are declared by nobody. */
export const catalogs: fc.Arbitrary<PermissionCatalog> = fc
  .array(permissions, { maxLength: 8 })
  .map((declared) => new Map(declared.map((permission) => [permission.key, permission])));
