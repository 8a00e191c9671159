import { randomBytes } from 'node:crypto';
import {
  type Assignment,
  type AuditEntry,
  type Caller,
  globalPlace,
  instant,
  newId,
  ok,
  type Role,
  readProjectBasicPermission,
  readRolePermission,
  type Store,
  type User,
} from '@countersign/core';
import { systemRandom } from '../packages/server/src/platform/random.ts';
import { ask, signInFirst } from '../test/harness/rest-client.ts';
import type { Organisation } from './organisation.ts';

/**
 * Somebody who sees a part: users without their addresses and tokens, their own groups, and the roles given in
 * Global and in every other project. For them lists are narrowed by what they may know.
 */
export interface PartialViewer {
  readonly id: User['id'];
  readonly cookie: string;
}

const login = 'part';
const caller: Caller = { actor: { kind: 'system' }, origin: { requestId: 'partial-viewer' } };
const at = instant(1_750_000_000_000);

/** Makes the account over HTTP and signs it in; it begins with the role of an observer. */
export async function signInViewer(url: string, administrator: string): Promise<PartialViewer> {
  const password = { initial: makePassword(), own: makePassword() };
  const made = await ask(`${url}/api/rest/users`, {
    method: 'POST',
    cookie: administrator,
    body: { login, name: 'Part Viewer', password: password.initial },
  });
  if (made.status !== 200) throw new Error(`the viewer was not made: ${made.text}`);
  return { id: made.json.id, cookie: await signInFirst(url, login, password) };
}

/** Gives the viewer sight of every other project. */
export async function showProjects(store: Store, viewer: PartialViewer, made: Organisation): Promise<void> {
  const role = (key: string, permissions: Role['permissions']): Role => ({
    id: newId(systemRandom),
    key,
    name: key,
    description: undefined,
    permissions,
  });
  const [sight, projectSight] = [
    role('sight', [readRolePermission]),
    role('project-sight', [readProjectBasicPermission]),
  ];
  const given = ({ id: roleId }: Role, place: Assignment['place']): Assignment => ({
    id: newId(systemRandom),
    roleId,
    holder: { kind: 'user', id: viewer.id },
    place,
  });
  const event: AuditEntry = { kind: 'authority.founded', at, caller, target: { kind: 'authority' } };
  await store.change<void>(async ({ access }) => {
    await access.insertRole(sight);
    await access.insertRole(projectSight);
    await access.insertAssignment(given(sight, globalPlace));
    for (const [index, id] of made.projects.entries()) {
      if (index % 2 === 0) await access.insertAssignment(given(projectSight, { kind: 'project', id }));
    }
    return ok({ value: undefined, events: [event], touched: [{ kind: 'user', id: viewer.id }] });
  });
}

function makePassword(): string {
  return randomBytes(18).toString('base64url');
}
