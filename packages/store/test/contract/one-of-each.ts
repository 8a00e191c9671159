import {
  defaultClient,
  fromPairs,
  globalProjectId,
  instant,
  newId,
  type PasswordHash,
  type PermissionKey,
  type SecretHash,
  type ServiceSecretId,
  type Store,
} from '@countersign/core';
import {
  aConnection,
  aFactor,
  aGroup,
  anAccessToken,
  anApplicationPassword,
  anApprovedScope,
  anArtefact,
  anAssignment,
  aPasskey,
  aPermission,
  aProject,
  aRole,
  aService,
  aServiceToken,
  aSession,
  aToken,
  aUser,
  write,
} from './builders.ts';
import { random } from './fresh-store.ts';

/** One row in each sealed table, with as few absent values as the rules allow. */
export async function insertOneOfEach(store: Store): Promise<void> {
  const user = aUser({
    email: 'ada@example.org',
    state: { kind: 'banned', reason: 'left' },
    passwordHash: 'hash' as PasswordHash,
    passwordChangeRequired: true,
    ownerId: newId(random),
    purpose: 'of a build',
  });
  const role = aRole({ description: 'of readers' });
  const group = aGroup({ description: 'of readers', requiresTwoFactor: true, autoJoin: true });
  const project = aProject({ description: 'of pages' });
  const secret = {
    id: newId<ServiceSecretId>(random),
    hash: 'h'.repeat(43) as SecretHash,
    hint: 'abcd',
    createdAt: instant(3),
  };
  const earlierSecret = { ...secret, endsAt: instant(4) };
  const permissions = fromPairs([['p' as PermissionKey, globalProjectId]]);
  await write(store, async (tables) => {
    await tables.users.insert(user);
    await tables.groups.insert(group);
    await tables.groups.join(group.id, user.id);
    await tables.projects.insert(project);
    await tables.access.insertPermission(aPermission({ description: 'of pages' }));
    await tables.access.insertRole(role);
    await tables.access.insertAssignment(
      anAssignment(role, user, {
        holder: { kind: 'group', id: group.id },
        place: { kind: 'project', id: project.id },
      }),
    );
    await tables.services.insert(
      aService({
        description: 'of pages',
        homeUrl: 'https://example.org',
        secret,
        earlierSecret,
        client: defaultClient,
      }),
    );
    await tables.permanentTokens.insert(
      aToken(user, {
        description: 'of a build',
        grant: permissions,
        ceiling: permissions,
        state: { kind: 'revoked', at: instant(5), by: user.id },
        expiresAt: instant(9),
      }),
    );
    await tables.applicationPasswords.insert(
      anApplicationPassword(user, {
        service: newId(random),
        state: { kind: 'revoked', at: instant(5), by: user.id },
      }),
    );
    const keyThumbprint = 'of a key';
    const connection = aConnection(user, {
      declared: permissions,
      state: { kind: 'revoked', at: instant(5), by: user.id },
    });
    await tables.connections.insert(connection);
    await tables.accessTokens.insert(anAccessToken(connection, { state: connection.state, keyThumbprint }));
    await tables.serviceTokens.insert(aServiceToken(undefined, { state: connection.state, keyThumbprint }));
    await tables.approvedScopes.put(anApprovedScope(user, { declared: permissions }));
    await tables.artefacts.put(
      anArtefact({
        connectionId: connection.id,
        userCode: newId(random),
        uid: newId(random) as string as SecretHash,
        consumedAt: instant(6),
      }),
    );
    await tables.factors.insert(aFactor(user, { confirmedAt: instant(7) }));
    await tables.factors.replaceRecoveryCodes(user.id, [newId(random)]);
    await tables.passkeys.insert(aPasskey(user));
    await tables.passwordResets.put({
      userId: user.id,
      hash: newId(random) as string as SecretHash,
      author: user.id,
      createdAt: instant(2),
      expiresAt: instant(4),
    });
    await tables.sessions.insert(
      aSession(user, { address: '192.0.2.1', userAgent: 'browser', hasSecondFactor: true }),
    );
  });
}
