import {
  type GroupId,
  instant,
  isBuiltInGroup,
  type PasskeyCredentialId,
  type ProjectId,
  refuse,
  type SecretHash,
  trustId,
  type UserId,
} from '@countersign/core';
import type { SealedTable } from '../../src/schema/sealed-columns.ts';
import type { FreshStore } from './fresh-store.ts';

export type Row = Readonly<Record<string, string | number | null>>;

/** Every way to what the row says: by id, by each other key, in lists; on the reading side and on the checking side. */
export async function findEverywhere(
  { store }: FreshStore,
  table: SealedTable,
  row: Row,
): Promise<readonly unknown[]> {
  const text = (column: string) => String(row[column]);
  const all = { skip: 0, top: 10, orderBy: [] };
  const tables = [store.tables, { ...store.tables, ...store.facts.tables }];
  const found: unknown[] = [];
  for (const one of tables) {
    const { users, groups, projects, access, services, sessions, factors, passkeys, passwordResets } = one;
    const { permanentTokens, applicationPasswords } = one;
    const { connections, accessTokens, serviceTokens, approvedScopes, artefacts } = one;
    switch (table) {
      case 'users':
        found.push(await users.find(trustId(text('id'))), await users.findByLoginKey(text('login_key')));
        found.push(...(await users.findEach([trustId(text('id'))])).values());
        found.push(...(await users.list(all)).items, ...(await users.listBotsOf(trustId(text('owner_id')))));
        break;
      case 'user_groups':
        found.push(await groups.find(trustId(text('id'))), await groups.findByNameForm(text('name_form')));
        found.push(...(await groups.list(all)).items, ...(await groups.listAutoJoin()));
        found.push(...(await groups.listChildren(trustId(text('parent_id')))));
        found.push(...(await access.listAncestors(trustId(text('id')))).map((id) => ({ id })));
        break;
      case 'memberships': {
        const [user, group] = [trustId<UserId>(text('user_id')), trustId<GroupId>(text('group_id'))];
        const joined = await groups.listJoined(user);
        const inside = (await access.listGroupsOf(user)).filter((id) => !isBuiltInGroup(id));
        const ofEach = (await groups.listJoinedOfEach([user])).get(user) ?? [];
        found.push(
          ...[...joined.map(({ id }) => id), ...ofEach, ...inside].map((id) => ({ id: `${user}.${id}` })),
        );
        found.push(...(await groups.listJoinedUsers(group)).map((id) => ({ id: `${id}.${group}` })));
        if (await groups.isJoined(group, user)) found.push({ id: `${user}.${group}` });
        break;
      }
      case 'projects':
        found.push(await projects.find(trustId(text('id'))), await projects.findByKeyForm(text('key_form')));
        found.push(await projects.findByNameForm(text('name_form')), ...(await projects.list(all)).items);
        break;
      case 'declared_permissions':
        found.push(...(await access.listPermissions()).map(({ key }) => ({ id: key })));
        break;
      case 'roles':
        found.push(...(await access.listRoles()).values(), await access.findRoleByKey(text('key')));
        break;
      case 'assignments':
        found.push(await access.findAssignment(trustId(text('id'))));
        found.push(...(await access.listAssignments([trustId<UserId>(text('holder_id'))])));
        found.push(
          ...(await access.listHolders(trustId(text('role_id')), trustId<ProjectId>(text('place')))),
        );
        found.push(
          ...(await access.listHoldersIn(trustId(text('role_id')), [trustId<ProjectId>(text('place'))])),
        );
        found.push(...(await access.pageAssignments({}, all)).items);
        break;
      case 'services': {
        found.push(await services.find(trustId(text('id'))), await services.findByKeyForm(text('key_form')));
        found.push(...(await services.list(all, {})).items);
        const viewers = JSON.parse(text('viewers').replace(/^x/, '')) as GroupId[];
        found.push(...(await access.listServicesOf(viewers)).map((id) => ({ id })));
        break;
      }
      case 'permanent_tokens':
        found.push(await permanentTokens.find(trustId(text('id'))));
        found.push(await store.facts.findPermanentToken(text('hash') as SecretHash));
        found.push(...(await store.facts.findCredentials([text('id')])));
        found.push(...(await permanentTokens.list(trustId(text('user_id')), all)).items);
        break;
      case 'application_passwords':
        found.push(await applicationPasswords.find(trustId(text('id'))));
        found.push(await store.facts.findApplicationPassword(text('hash') as SecretHash));
        found.push(...(await store.facts.findCredentials([text('id')])));
        found.push(...(await applicationPasswords.list(trustId(text('user_id')), all)).items);
        break;
      case 'connections': {
        const owner = trustId<UserId>(text('user_id'));
        found.push(await connections.find(trustId(text('id'))));
        found.push(...(await connections.list(owner, instant(0), all)).items);
        found.push(...(await connections.listStanding({ user: owner }, instant(0))));
        break;
      }
      case 'access_tokens':
        found.push(await accessTokens.findByHash(text('hash') as SecretHash));
        found.push(await store.facts.findAccessToken(text('hash') as SecretHash));
        found.push(...(await store.facts.findCredentials([text('id')])));
        break;
      case 'service_tokens':
        found.push(await serviceTokens.findByHash(text('hash') as SecretHash));
        found.push(await store.facts.findAccessToken(text('hash') as SecretHash));
        break;
      case 'approved_scopes': {
        const owner = trustId<UserId>(text('user_id'));
        found.push(await approvedScopes.find(trustId(text('id'))));
        found.push(await approvedScopes.findOf(owner, trustId(text('client_id'))));
        found.push(...(await approvedScopes.list(owner, all)).items);
        break;
      }
      case 'oauth_artefacts': {
        const model = text('model');
        const hash = text('id').slice(model.length + 1) as SecretHash;
        const named = [
          await artefacts.find(model, hash),
          await artefacts.findByUserCode(model, text('user_code')),
          await artefacts.findByUid(model, text('uid') as SecretHash),
        ];
        found.push(...named.map((one) => one && { id: `${one.model}:${one.hash}` }));
        break;
      }
      case 'factors': {
        const owner = trustId<UserId>(text('user_id'));
        found.push(
          ...(await factors.listOf(owner)),
          ...((await factors.listOfEach([owner])).get(owner) ?? []),
        );
        break;
      }
      case 'recovery_codes': {
        const owner = trustId<UserId>(text('user_id'));
        // Asked by spending it, which is then taken back.
        await store.change(async (spending) => {
          if (await spending.factors.spendRecoveryCode(owner, text('id'))) found.push({ id: text('id') });
          return refuse({ kind: 'not-found', what: 'anything' });
        });
        break;
      }
      case 'passkeys': {
        const owner = trustId<UserId>(text('user_id'));
        found.push(
          ...(await passkeys.listOf(owner)),
          ...((await passkeys.listOfEach([owner])).get(owner) ?? []),
        );
        found.push(await passkeys.findByCredential(text('credential_id') as PasskeyCredentialId));
        break;
      }
      case 'password_resets':
        found.push(await passwordResets.findByHash(text('hash') as SecretHash));
        if ((await passwordResets.countOf(trustId(text('id')), instant(0))) > 0)
          found.push({ id: text('id') });
        break;
      case 'sessions':
        found.push(await sessions.findByHash(text('hash') as SecretHash));
        found.push(await sessions.find(trustId(text('id'))));
        found.push(...(await sessions.listOf(trustId(text('user_id')))));
        break;
      default:
        table satisfies never;
    }
  }
  return found.filter((item) => item !== undefined);
}
