import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { globalProjectId, type PermissionKey, type ProjectId, trustId, type UserId } from '@countersign/core';
import { type Answer, type Ask, ask, issueToken } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import {
  addBot,
  addGroup,
  addProject,
  addSomebody,
  addUser,
  fresh,
  give,
  giveRole,
  type Somebody,
} from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';

/**
 * Max may do all there is to users, groups, roles and projects, and lacks one thing: Delete Project. Every way that
 * could bring it to him, to a friend or to a credential is tried: made directly, by an update, by a move, by a
 * successor, by what is given to newcomers, by taking over who holds it. Nora holds that one thing besides, and each
 * of the same requests is granted to her: so each refusal is for what is missing, and for nothing else.
 */
const house = await openHouse();
const { url, cookie } = house;
const jetpass = (name: string) => `jetbrains.jetpass.${name}` as PermissionKey;
const coveted = jetpass('project-delete');
const administering = [
  'profile-updateSelf',
  'user-read-basic',
  'user-read',
  'user-create',
  'user-update',
  'user-delete',
  'group-create',
  'group-read',
  'group-update',
  'group-delete',
  'role-create',
  'role-read',
  'role-update',
  'project-create',
  'project-read',
  'project-update',
];
const registered: readonly PermissionKey[] = await declaredOf(administering.map(jetpass));

/** Those of the keys that the authority declares, so that this list may name what another version has. */
async function declaredOf(keys: readonly PermissionKey[]): Promise<readonly PermissionKey[]> {
  const { json } = await ask(`${url}/api/rest/permissions?$top=-1&fields=key`, { cookie });
  const known = new Set(json.permissions.map(({ key }: { key: string }) => key));
  return keys.filter((key) => known.has(key));
}
