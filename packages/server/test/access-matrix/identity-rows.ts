import type { EndpointId } from '@countersign/api';
import { ask } from '../../../../test/harness/rest-client.ts';
import type { OpenAuthority } from '../harness/open-authority.ts';
import { beginTwoFactor, createPerson, createUser } from '../harness/people.ts';
import type { Cast } from './callers.ts';
import { absentId, each, type RowsOf } from './row.ts';

type Identity =
  | Extract<
      EndpointId,
      `groups.${string}` | `userDetails.${string}` | `twoFactorAuthentication.${string}` | `notices.${string}`
    >
  | 'passwordReset.issue'
  | 'users.revokeEverything'
  | 'users.queryAssist'
  | 'users.delete'
  | 'users.groups'
  | 'users.addGroup'
  | 'users.removeGroup'
  | 'users.details';

const registeredUsers = '0-0-0-0-2';

/** Rows about accounts, groups and who is in which. What a row changes is made anew for each of its cells. */
export function identityRows(house: OpenAuthority, cast: Cast): RowsOf<Identity> {
  let made = 0;
  const aUser = () => createUser(house, `for-one-cell-${++made}`);
  const aDoubter = async () => {
    const { id, cookie } = await createPerson(house, `for-one-cell-${++made}`);
    await beginTwoFactor({ url: house.url, cookie });
    return id;
  };
  const aGroup = async () => (await act(house, 'usergroups', { name: `For One Cell ${++made}` })).id;
  const aMember = async () => {
    const [groupId, userId] = [await aGroup(), cast.third.id];
    await act(house, `usergroups/${groupId}/users`, { id: userId });
    return { groupId, userId };
  };
  const users = {
    me: 'me',
    "the owner's": cast.owner.id,
    "an administrator's": house.administratorId,
    absent: absentId,
  };
  const changeable = { 'a new one': aGroup, absent: async () => absentId };
  const groups = { 'a built-in one': async () => registeredUsers, ...changeable };
  const details = {
    "the owner's": cast.owner.id,
    "an administrator's": house.administratorId,
    absent: absentId,
  };
  return {
    'users.queryAssist': { '': () => ({ query: 'query=login:&caret=6' }) },
    'users.delete': {
      'a new one': async () => ({ parameters: { userId: await aUser() } }),
      "an administrator's": () => ({ parameters: { userId: house.administratorId } }),
      absent: () => ({ parameters: { userId: absentId } }),
    },
    'users.groups': each(users, (userId) => ({ parameters: { userId } })),
    'users.addGroup': {
      'the owner, a new group': async () => ({
        parameters: { userId: cast.owner.id },
        body: { type: 'userGroup', id: await aGroup() },
      }),
      'the owner, absent': () => ({ parameters: { userId: cast.owner.id }, body: { id: absentId } }),
    },
    'users.removeGroup': {
      "a third person's": async () => ({ parameters: await aMember() }),
      'a third person, absent': () => ({ parameters: { userId: cast.third.id, groupId: absentId } }),
    },
    'users.details': each(users, (userId) => ({ parameters: { userId } })),
    'userDetails.get': each(details, (detailsId) => ({ parameters: { detailsId } })),
    'userDetails.update': each(details, (detailsId) => ({
      parameters: { detailsId },
      body: { password: { value: 'a quiet harbour in the early fog' } },
    })),
    'twoFactorAuthentication.get': each(users, (userId) => ({ parameters: { userId } })),
    'twoFactorAuthentication.start': each(users, (userId) => ({ parameters: { userId }, body: {} })),
    'twoFactorAuthentication.confirm': each(users, (userId) => ({
      parameters: { userId },
      body: { code: '000000' },
    })),
    'twoFactorAuthentication.turnOff': {
      'of a new one': async () => ({ parameters: { userId: await aDoubter() } }),
      "an administrator's": async () => {
        await beginTwoFactor(house);
        return { parameters: { userId: house.administratorId } };
      },
      absent: () => ({ parameters: { userId: absentId } }),
    },
    'passwordReset.issue': {
      'of a new one': async () => ({ parameters: { userId: await aUser() } }),
      absent: () => ({ parameters: { userId: absentId } }),
    },
    // One's own would end the very sessions and tokens that the other rows ask with.
    'users.revokeEverything': {
      'of a new one': async () => ({ parameters: { userId: await aUser() } }),
      absent: () => ({ parameters: { userId: absentId } }),
    },
    'notices.list': each(users, (userId) => ({ parameters: { userId } })),
    'notices.dismiss': {
      me: () => ({ parameters: { userId: 'me', noticeId: '1' } }),
      "the owner's": () => ({ parameters: { userId: cast.owner.id, noticeId: '1' } }),
    },
    'groups.list': { '': () => ({}) },
    'groups.create': {
      '': () => ({ body: { name: `Made ${++made}` } }),
      'inside another': async () => ({ body: { name: `Made ${++made}`, parent: { id: await aGroup() } } }),
    },
    'groups.queryAssist': { '': () => ({ query: 'query=is:&caret=3' }) },
    'groups.get': each(groups, async (find) => ({ parameters: { groupId: await find() } })),
    'groups.update': each(changeable, async (find) => ({
      parameters: { groupId: await find() },
      body: { requiredTwoFactorAuthentication: false },
    })),
    'groups.delete': each(changeable, async (find) => ({ parameters: { groupId: await find() } })),
    'groups.users': each(changeable, async (find) => ({ parameters: { groupId: await find() } })),
    'groups.ownUsers': each(changeable, async (find) => ({ parameters: { groupId: await find() } })),
    'groups.addUser': each(changeable, async (find) => ({
      parameters: { groupId: await find() },
      body: { id: cast.owner.id },
    })),
    'groups.removeUser': {
      "a third person's": async () => ({ parameters: await aMember() }),
      absent: () => ({ parameters: { groupId: absentId, userId: cast.third.id } }),
    },
  };
}

async function act(
  { url, cookie }: OpenAuthority,
  path: string,
  body: object,
): Promise<{ readonly id: string }> {
  const answer = await ask(`${url}/api/rest/${path}`, { method: 'POST', cookie, body });
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
  return answer.json;
}
