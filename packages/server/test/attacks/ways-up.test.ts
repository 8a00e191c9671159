import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { GroupId, PermissionKey, RoleId, UserId } from '@countersign/core';
import { type Answer, ask, registerService } from '../../../../test/harness/rest-client.ts';
import { rememberSecret } from '../../../../test/harness/run-folder.ts';
import {
  addBot,
  addGroup,
  addSomebody,
  addUser,
  declare,
  fresh,
  give,
  type Somebody,
} from '../harness/household.ts';
import { openHouse } from '../harness/open-house.ts';
import { assertError } from '../harness/refused.ts';

/**
 * Max may do all there is to users, groups, roles, projects and services, and lacks two things: Delete Project, and
 * opening the vault. Every way that could bring them to him, to a friend or to a credential is tried: made directly,
 * by an update, by a move, by a successor, by what newcomers are given, by taking over who holds them. Nora holds
 * them besides, and each of the same requests is granted to her: so each refusal is for what is missing alone.
 */
const house = await openHouse();
const { url, cookie } = house;
const vault = await registerService(url, cookie, 'vault');
const openVault = await declare(house, vault.id, 'Vault.OPEN');
const lookIntoVault = await declare(house, vault.id, 'Vault.LOOK');
const deleteProject = 'jetbrains.jetpass.project-delete' as PermissionKey;
const lacking = /(?:you lack|this token lacks) .*(Delete Project|Name of Vault\.OPEN) in Global/;

/** All that is declared but the two. */
const administering = (
  (await ask(`${url}/api/rest/permissions?$top=-1&fields=key`, { cookie })).json.permissions as {
    key: PermissionKey;
  }[]
)
  .map(({ key }) => key)
  .filter((key) => key !== deleteProject && key !== openVault);

interface Caller {
  readonly cookie?: string;
  readonly token?: string;
}

interface Attempt {
  readonly send: (method: string, path: string, body?: object) => Promise<Answer>;
  /** Whom it would raise. */
  readonly friend: UserId;
}

async function strongGroup(members: readonly UserId[] = [], parentId?: GroupId) {
  const id = await addGroup(house, fresh('Strong'), { members, ...(parentId && { parentId }) });
  await give(house, { kind: 'group', id }, [deleteProject]);
  return id;
}

/** A group that gives nothing, and requires a second factor of its people. */
async function requiring({ members = [] }: { readonly members?: readonly UserId[] } = {}) {
  const id = await addGroup(house, fresh('Requiring'), { members });
  const body = { requiredTwoFactorAuthentication: true };
  const answer = await ask(`${url}/api/rest/usergroups/${id}`, { method: 'POST', cookie, body });
  assert.equal(answer.status, 200, answer.text);
  return id;
}

async function strongUser() {
  const user = await addUser(house, fresh('strong'));
  await give(house, { kind: 'user', id: user.id }, [deleteProject]);
  return user.id;
}

async function strongBot(owner: UserId) {
  const bot = await addBot(house, fresh('strong-bot'), owner);
  await give(house, { kind: 'user', id: bot.id }, [deleteProject]);
  return bot.id;
}

/** A role with the coveted permission, which somebody else has. */
async function strongRole(): Promise<RoleId> {
  const { id } = await addUser(house, fresh('holder'));
  return give(house, { kind: 'user', id }, [deleteProject]);
}

async function weakRole(friend: UserId): Promise<RoleId> {
  return give(house, { kind: 'user', id: friend }, ['jetbrains.jetpass.user-read-basic' as PermissionKey]);
}

const token = (more: object = {}) => ({ name: fresh('token'), scope: [{ id: '0-0-0-0-0' }], ...more });
const home = { project: { id: '0' } };

const gaining: Readonly<Record<string, (attempt: Attempt) => Promise<Answer>>> = {
  'joining a strong group, by the group': async ({ send, friend }) =>
    send('POST', `usergroups/${await strongGroup()}/users`, { id: friend }),
  'joining a strong group, by the user': async ({ send, friend }) =>
    send('POST', `users/${friend}/groups`, { id: await strongGroup() }),
  'a new user in a strong group': async ({ send }) =>
    send('POST', 'users', { login: fresh('new'), name: 'New', groups: [{ id: await strongGroup() }] }),
  'a new bot in a strong group': async ({ send }) =>
    send('POST', 'users', {
      kind: 'bot',
      login: fresh('new'),
      name: 'New',
      groups: [{ id: await strongGroup() }],
    }),
  'a new group inside a strong one': async ({ send }) =>
    send('POST', 'usergroups', { name: fresh('Inside'), parent: { id: await strongGroup() } }),
  'a group moved into a strong one': async ({ send, friend }) => {
    const own = await addGroup(house, fresh('Own'), { members: [friend] });
    return send('POST', `usergroups/${own}`, { parent: { id: await strongGroup() } });
  },
  'a group deleted, its members to join a strong one': async ({ send, friend }) => {
    const own = await addGroup(house, fresh('Own'), { members: [friend] });
    return send('DELETE', `usergroups/${own}?successor=${await strongGroup()}`);
  },
  'a strong group that every new account joins': async ({ send }) =>
    send('POST', `usergroups/${await strongGroup()}`, { autoJoin: true }),
  'a new role': async ({ send }) =>
    send('POST', 'roles', { name: fresh('Role'), permissions: [{ key: deleteProject }] }),
  'a role that gains a permission': async ({ send, friend }) =>
    send('POST', `roles/${await weakRole(friend)}/permissions`, { key: deleteProject }),
  'a role whose permissions are replaced': async ({ send, friend }) =>
    send('POST', `roles/${await weakRole(friend)}`, { permissions: [{ key: deleteProject }] }),
  'a strong role given to a user': async ({ send, friend }) =>
    send('POST', `users/${friend}/projectroles`, { role: { id: await strongRole() }, ...home }),
  'a strong role given to a group': async ({ send, friend }) => {
    const own = await addGroup(house, fresh('Own'), { members: [friend] });
    return send('POST', `usergroups/${own}/projectroles`, { role: { id: await strongRole() }, ...home });
  },
  'a strong role given to everybody': async ({ send }) =>
    send('POST', 'usergroups/0-0-0-0-2/projectroles', { role: { id: await strongRole() }, ...home }),
  'a permission that is changed to imply another': async ({ send }) =>
    send('POST', `services/${vault.id}/permissions/${lookIntoVault}`, { implied: [{ key: openVault }] }),
  'a new permission that implies another': async ({ send }) =>
    send('POST', `services/${vault.id}/permissions`, {
      key: fresh('Vault.NEW'),
      name: 'New',
      implied: [{ key: openVault }],
    }),
  'a token for somebody stronger': async ({ send }) =>
    send('POST', `users/${await strongUser()}/permanenttokens`, token()),
  'a token for somebody stronger, narrowed to what one holds': async ({ send }) =>
    send(
      'POST',
      `users/${await strongUser()}/permanenttokens`,
      token({ permissions: [{ id: 'jetbrains.jetpass.user-read-basic' }] }),
    ),
  "a token for a stronger bot of one's own": async ({ send, friend }) =>
    send('POST', `users/${await strongBot(friend)}/permanenttokens`, token()),
  "a token of one's own, narrowed to what one lacks": async ({ send }) =>
    send('POST', 'users/me/permanenttokens', token({ permissions: [{ id: deleteProject }] })),
  'the address of somebody stronger': async ({ send }) =>
    send('POST', `users/${await strongUser()}`, { email: 'mine@example.org' }),
  'the login of somebody stronger': async ({ send }) =>
    send('POST', `users/${await strongUser()}`, { login: fresh('mine') }),
  'a new password for somebody stronger': async ({ send }) =>
    send('POST', `users/${await strongUser()}`, { passwordChangeRequired: true }),
  'a stronger bot of somebody else': async ({ send, friend }) =>
    send('POST', `users/${await strongBot(await strongUser())}`, { owner: { id: friend } }),
  'a stronger bot, whose owner is banned': async ({ send, friend }) => {
    const { id } = await addUser(house, fresh('keeper'));
    await strongBot(id);
    return send('POST', `users/${id}`, { banned: true, successor: { id: friend } });
  },
  'a stronger bot, whose owner is deleted': async ({ send, friend }) => {
    const { id } = await addUser(house, fresh('keeper'));
    await strongBot(id);
    return send('DELETE', `users/${id}?successor=${friend}`);
  },
  'the end of the ban of somebody stronger': async ({ send }) => {
    const id = await strongUser();
    await ask(`${url}/api/rest/users/${id}`, { method: 'POST', cookie, body: { banned: true } });
    return send('POST', `users/${id}`, { banned: false });
  },
};

const takingAway: Readonly<Record<string, (attempt: Attempt) => Promise<Answer>>> = {
  'the membership of a strong group': async ({ send }) => {
    const { id } = await addUser(house, fresh('member'));
    return send('DELETE', `usergroups/${await strongGroup([id])}/users/${id}`);
  },
  'the membership of a strong group, by the user': async ({ send }) => {
    const { id } = await addUser(house, fresh('member'));
    return send('DELETE', `users/${id}/groups/${await strongGroup([id])}`);
  },
  'a strong group': async ({ send }) => send('DELETE', `usergroups/${await strongGroup()}`),
  'a group from the strong one above it': async ({ send }) => {
    const inner = await addGroup(house, fresh('Inner'), { parentId: await strongGroup() });
    return send('POST', `usergroups/${inner}`, { parent: null });
  },
  'a permission from a role': async ({ send }) =>
    send('DELETE', `roles/${await strongRole()}/permissions/${deleteProject}`),
  'all permissions from a role': async ({ send }) =>
    send('POST', `roles/${await strongRole()}`, { permissions: [] }),
  'a role from its holder': async ({ send }) => {
    const { json } = await ask(`${url}/api/rest/users/${await strongUser()}/projectroles?fields=id,role`, {
      cookie,
    });
    const strong = json.projectroles.find(({ role }: { role: { key: string } }) => role.key !== 'observer');
    return send('DELETE', `projectroles/${strong.id}`);
  },
  'a permission that implies another': async ({ send }) => {
    const both = await declare(house, vault.id, fresh('Vault.BOTH'), { implies: [openVault] });
    return send('DELETE', `services/${vault.id}/permissions/${both}`);
  },
  'the requirement of a second factor, by its switch': async ({ send }) =>
    send('POST', `usergroups/${await requiring({ members: [await strongUser()] })}`, {
      requiredTwoFactorAuthentication: false,
    }),
  'the requirement of a second factor, by a date far away': async ({ send }) =>
    send('POST', `usergroups/${await requiring({ members: [await strongUser()] })}`, {
      requiredTwoFactorAuthentication: true,
      twoFactorRequiredFrom: Date.now() + 1e11,
    }),
  'the requirement of a second factor, by moving a strong group away': async ({ send }) =>
    send('POST', `usergroups/${await strongGroup([], await requiring())}`, { parent: null }),
  'the requirement of a second factor, by the end of the group above': async ({ send }) => {
    const above = await requiring();
    await strongGroup([], above);
    return send('DELETE', `usergroups/${above}`);
  },
  'the requirement of a second factor, by the end of the group of somebody stronger': async ({ send }) =>
    send('DELETE', `usergroups/${await requiring({ members: [await strongUser()] })}`),
  'the requirement of a second factor, by the end of a group below the one that requires it': async ({
    send,
  }) => {
    const inner = await addGroup(house, fresh('Inner'), {
      parentId: await requiring(),
      members: [await strongUser()],
    });
    return send('DELETE', `usergroups/${inner}`);
  },
  'the requirement of a second factor, by a membership': async ({ send }) => {
    const id = await strongUser();
    return send('DELETE', `usergroups/${await requiring({ members: [id] })}/users/${id}`);
  },
  'what a password alone opens, by a membership': async ({ send }) =>
    send('POST', `usergroups/${await requiring()}/users`, { id: await strongUser() }),
  'what a password alone opens, by a successor': async ({ send }) => {
    const group = await addGroup(house, fresh('Free'), { members: [await strongUser()] });
    return send('DELETE', `usergroups/${group}?successor=${await requiring()}`);
  },
  'what a password alone opens, by moving a strong group': async ({ send }) =>
    send('POST', `usergroups/${await strongGroup()}`, { parent: { id: await requiring() } }),
  'the account of somebody stronger, by a ban': async ({ send }) =>
    send('POST', `users/${await strongUser()}`, { banned: true }),
  'the account of somebody stronger': async ({ send }) => send('DELETE', `users/${await strongUser()}`),
};

function attemptBy(caller: Caller, friend: UserId): Attempt {
  const send = async (method: string, path: string, body?: object) => {
    const answer = await ask(`${url}/api/rest/${path}`, { method, ...caller, ...(body && { body }) });
    if (answer.status === 200 && answer.text.includes('"token"')) rememberSecret(answer.json.token);
    return answer;
  };
  return { send, friend };
}

async function holdsCoveted(id: UserId): Promise<boolean> {
  const { json } = await ask(`${url}/api/rest/permissions/cache?principal=${id}`, { cookie });
  return JSON.stringify(json).includes(deleteProject) || JSON.stringify(json).includes(openVault);
}

async function issueFor(as: string, permissions?: readonly string[]): Promise<string> {
  const scope = [{ id: '0-0-0-0-0' }, { id: vault.id }];
  const body = token({ scope, ...(permissions && { permissions: permissions.map((id) => ({ id })) }) });
  const path = `${url}/api/rest/users/me/permanenttokens`;
  const answer = await ask(path, { method: 'POST', cookie: as, body });
  assert.equal(answer.status, 200, answer.text);
  return rememberSecret(answer.json.token);
}

let max: Somebody;
const callers: Record<string, () => Promise<Caller>> = {
  'in a session': async () => ({ cookie: max.cookie }),
  'with a token': async () => ({ token: await issueFor(max.cookie) }),
  "with an administrator's token, narrowed to as much": async () => ({
    token: await issueFor(cookie, administering),
  }),
};

before(async () => {
  max = await addSomebody(house, 'max', [[administering]]);
});

for (const [how, callerOf] of Object.entries(callers)) {
  describe(`whoever lacks a permission, ${how},`, () => {
    let attempt: Attempt;
    before(async () => {
      const friend = how === 'in a session' ? max.id : (await addUser(house, fresh('friend'))).id;
      attempt = attemptBy(await callerOf(), friend);
    });

    for (const [what, send] of Object.entries(gaining)) {
      test(`does not gain it by ${what}`, async () => {
        const answer = await send(attempt);
        assertError(answer, 403);
        const isByHand = how !== 'in a session' && /^the (address|login)/.test(what);
        if (!isByHand) assert.match(answer.json.error_description, lacking);
        assert.ok(!(await holdsCoveted(attempt.friend)));
      });
    }

    for (const [what, send] of Object.entries(takingAway)) {
      test(`takes nobody ${what}`, async () => {
        const answer = await send(attempt);
        assertError(answer, 403);
        assert.match(answer.json.error_description, lacking);
      });
    }
  });
}

test('managing a strong group, or moving it below one of one’s own, gives nothing of it and lets nobody in', async () => {
  const gus = await addSomebody(house, 'gus', [[administering]]);
  const { send } = attemptBy({ cookie: gus.cookie }, gus.id);
  const strong = await strongGroup();
  const own = await addGroup(house, fresh('Own'), { members: [gus.id] });
  assert.equal((await send('POST', `usergroups/${own}`, { updaters: [{ id: own }] })).status, 200);
  assert.equal((await send('POST', `usergroups/${strong}`, { updaters: [{ id: own }] })).status, 200);
  assert.equal((await send('POST', `usergroups/${strong}`, { parent: { id: own } })).status, 200);
  assertError(await send('POST', `usergroups/${strong}/users`, { id: gus.id }), 403);
  assertError(await send('POST', `usergroups/${own}`, { parent: { id: strong } }), 403);
  assert.ok(!(await holdsCoveted(gus.id)));
});

test('a second factor is required of everybody by who holds everything, and by nobody else', async () => {
  const { send } = attemptBy({ cookie: max.cookie }, max.id);
  const soon = { requiredTwoFactorAuthentication: true, twoFactorRequiredFrom: Date.now() + 1e11 };
  const answer = await send('POST', 'usergroups/0-0-0-0-2', soon);
  assertError(answer, 403);
  assert.match(answer.json.error_description, lacking);
  const byAll = await ask(`${url}/api/rest/usergroups/0-0-0-0-2`, { method: 'POST', cookie, body: soon });
  assert.equal(byAll.status, 200, byAll.text);
});

// The last, for it gives everybody what was coveted.
test('whoever holds it, too, is granted each of these requests', async () => {
  const nora = await addSomebody(house, 'nora', [[[...administering, deleteProject, openVault]]]);
  const refused: string[] = [];
  for (const [what, send] of Object.entries({ ...gaining, ...takingAway })) {
    const { id } = await addUser(house, fresh('friend'));
    const { status, text } = await send(attemptBy({ cookie: nora.cookie }, id));
    if (status !== 200) refused.push(`${what}: ${text}`);
  }
  assert.deepEqual(refused, []);
});
