import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthorityClient } from './index.ts';

test('each method of administration is one request below the public URL', async () => {
  const sent: string[] = [];
  const client = new AuthorityClient({
    url: 'https://id.example.org',
    credential: 'cookie',
    fetch: async (url, { method, body }) => {
      const path = decodeURIComponent(url.slice('https://id.example.org/api/rest/'.length));
      sent.push(`${method} ${path} ${body ?? ''}`.trim());
      return method === 'DELETE' ? new Response(null) : Response.json({});
    },
  });
  const { roles, permissions, projects, projectRoles, services, acts, impact, permanentTokens } = client;
  const { sessions, twoFactorAuthentication } = client;
  await roles.list({ query: 'key: x', top: 'all' });
  await roles.queryAssist('na', 2);
  await roles.get('observer');
  await roles.create({ name: 'Writer' });
  await roles.update('writer', { permissions: [{ key: 'a' }] });
  await roles.delete('writer');
  await roles.addPermission('writer', 'Wiki.READ');
  await roles.removePermission('writer', 'Wiki.READ');
  await permissions.list({ skip: 5 });
  await permissions.queryAssist('is: ', 4);
  await permissions.get('Wiki.READ');
  await permissions.cache();
  await permissions.cache({ query: 'service: wiki', principal: 'u1' });
  await projects.list();
  await projects.queryAssist('', 0);
  await projects.get('0');
  await projects.create({ key: 'PAY', name: 'Payments' });
  await projects.update('PAY', { description: null });
  await projects.delete('PAY');
  await projectRoles.list({ query: 'role: writer' });
  await projectRoles.queryAssist('', 0);
  await projectRoles.get('r1');
  await projectRoles.delete('r1');
  await projectRoles.listOfUser('me');
  await projectRoles.listOfGroup('g1');
  await projectRoles.listTransitiveOfUser('me', { top: 1 });
  await projectRoles.listSourcedOfUser('me');
  await projectRoles.giveToUser('u1', { role: 'writer', project: '0' });
  await projectRoles.giveToGroup('g1', { role: 'writer', project: 'PAY' });
  await services.queryAssist('', 0);
  await services.update('wiki', { viewers: [{ id: 'g1' }] });
  await services.delete('wiki');
  await services.listPermissions('wiki');
  await services.declarePermission('wiki', { key: 'Wiki.READ', name: 'Read' });
  await services.updatePermission('wiki', 'Wiki.READ', { implied: [] });
  await services.withdrawPermission('wiki', 'Wiki.READ');
  await acts.list();
  await acts.ofUser('u1');
  await acts.ofGroup('g1');
  await acts.ofRole('writer');
  await acts.ofProject('PAY');
  await acts.ofService('wiki');
  await impact.ofUser('u1');
  await impact.ofGroup('g1');
  await impact.ofTwoFactorRequirement('g1');
  await impact.ofRole('writer');
  await impact.ofService('wiki');
  const narrowed = { name: 'ci', services: ['wiki'], permissions: ['Wiki.READ'], projects: ['PAY'] };
  await permanentTokens.issue('me', narrowed);
  await twoFactorAuthentication.get('me');
  await twoFactorAuthentication.start('me', { name: 'Phone' });
  await twoFactorAuthentication.confirm('me', '012345');
  await twoFactorAuthentication.turnOff('u1');
  await sessions.list('me', { top: 'all' });
  await sessions.end('u1', 's1');
  await sessions.endAll('u1');
  await sessions.endAll('me', { except: 'current' });
  assert.deepEqual(sent, [
    'GET roles?$top=-1&query=key:+x',
    'GET roles/queryAssist?query=na&caret=2',
    'GET roles/observer',
    'POST roles {"name":"Writer"}',
    'POST roles/writer {"permissions":[{"key":"a"}]}',
    'DELETE roles/writer',
    'POST roles/writer/permissions {"key":"Wiki.READ"}',
    'DELETE roles/writer/permissions/Wiki.READ',
    'GET permissions?$skip=5',
    'GET permissions/queryAssist?query=is:+&caret=4',
    'GET permissions/Wiki.READ',
    'GET permissions/cache',
    'GET permissions/cache?query=service:+wiki&principal=u1',
    'GET projects',
    'GET projects/queryAssist?query=&caret=0',
    'GET projects/0',
    'POST projects {"key":"PAY","name":"Payments"}',
    'POST projects/PAY {"description":null}',
    'DELETE projects/PAY',
    'GET projectroles?query=role:+writer',
    'GET projectroles/queryAssist?query=&caret=0',
    'GET projectroles/r1',
    'DELETE projectroles/r1',
    'GET users/me/projectroles',
    'GET usergroups/g1/projectroles',
    'GET users/me/transitiveprojectroles?$top=1',
    'GET users/me/sourcedprojectroles',
    'POST users/u1/projectroles {"role":{"id":"writer"},"project":{"id":"0"}}',
    'POST usergroups/g1/projectroles {"role":{"id":"writer"},"project":{"id":"PAY"}}',
    'GET services/queryAssist?query=&caret=0',
    'POST services/wiki {"viewers":[{"id":"g1"}]}',
    'DELETE services/wiki',
    'GET services/wiki/permissions',
    'POST services/wiki/permissions {"key":"Wiki.READ","name":"Read"}',
    'POST services/wiki/permissions/Wiki.READ {"implied":[]}',
    'DELETE services/wiki/permissions/Wiki.READ',
    'GET acts',
    'GET users/u1/acts',
    'GET usergroups/g1/acts',
    'GET roles/writer/acts',
    'GET projects/PAY/acts',
    'GET services/wiki/acts',
    'GET users/u1/impact',
    'GET usergroups/g1/impact',
    'GET usergroups/g1/impact/twoFactorAuthentication',
    'GET roles/writer/impact',
    'GET services/wiki/impact',
    'POST users/me/permanenttokens {"name":"ci","scope":[{"id":"wiki"}],"permissions":[{"key":"Wiki.READ"}],"projects":[{"id":"PAY"}]}',
    'GET users/me/twoFactorAuthentication',
    'POST users/me/twoFactorAuthentication {"name":"Phone"}',
    'POST users/me/twoFactorAuthentication/confirm {"code":"012345"}',
    'DELETE users/u1/twoFactorAuthentication',
    'GET users/me/sessions?$top=-1',
    'DELETE users/u1/sessions/s1',
    'DELETE users/u1/sessions',
    'DELETE users/me/sessions?except=current',
  ]);
});
