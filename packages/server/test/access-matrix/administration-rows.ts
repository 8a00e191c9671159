import type { EndpointId } from '@countersign/api';
import { ask } from '../../../../test/harness/rest-client.ts';
import type { OpenAuthority } from '../harness/open-authority.ts';
import { authorityId, type Cast } from './callers.ts';
import { absentId, each, type Prepared, type RowsOf } from './row.ts';

type Resource = 'roles' | 'permissions' | 'projects' | 'projectRoles' | 'acts' | 'impact';
type OfServices = 'queryAssist' | 'update' | 'delete' | `${string}Permission${string}`;
type Administration = Extract<EndpointId, `${Resource}.${string}` | `services.${OfServices}`>;

const observer = '0-0-0-1-1';
const deleteProject = 'jetbrains.jetpass.project-delete';

/** Rows about roles, permissions, projects, what was given to whom, and what may be done with any of it. */
export function administrationRows(house: OpenAuthority, cast: Cast): RowsOf<Administration> {
  const users = {
    me: 'me',
    "the owner's": cast.owner.id,
    "an administrator's": house.administratorId,
    absent: absentId,
  };
  const groups = { 'a built-in one': '0-0-0-0-2', absent: absentId };
  const services = { 'seen by all': cast.shared.id, hidden: cast.hidden.id, 'the authority': authorityId };
  let names = 0;
  const fresh = (prefix: string) => `${prefix}-${++names}`;
  const make = async (path: string, body: object): Promise<string> => {
    const answer = await ask(`${house.url}/api/rest/${path}`, { method: 'POST', cookie: house.cookie, body });
    if (answer.status !== 200) throw new Error(`preparing ${path} answered ${answer.status}: ${answer.text}`);
    return answer.json.id;
  };
  const newGroup = () => make('usergroups', { name: fresh('group') });
  const newRole = () => make('roles', { name: fresh('role'), permissions: [{ key: deleteProject }] });
  const newProject = () => make('projects', { key: fresh('P'), name: fresh('project') });
  const newProjectRole = async () =>
    make(`users/${cast.third.id}/projectroles`, {
      role: { id: observer },
      project: { id: await newProject() },
    });

  const roles: Objects = {
    'a new one': newRole,
    'a built-in one': () => observer,
    'by its key': () => 'observer',
    absent: () => absentId,
  };
  const projects: Objects = { 'a new one': newProject, Global: () => '0', absent: () => absentId };
  const projectRoles: Objects = { "a third person's": newProjectRole, absent: () => absentId };
  const given = async () => ({ role: { id: observer }, project: { id: await newProject() } });
  const withUser = (body?: () => Promise<object>) =>
    each(users, async (userId) => ({ parameters: { userId }, body: await body?.() }));
  const withGroup = (body?: () => Promise<object>) =>
    each(groups, async (groupId) => ({ parameters: { groupId }, body: await body?.() }));

  const newService = () => make('services', { name: 'New', key: fresh('s') });
  const newHidden = () => make('services', { name: 'New', key: fresh('s'), viewers: [] });
  const madeServices: Objects = {
    'seen by all': newService,
    hidden: newHidden,
    'the authority': () => authorityId,
    absent: () => absentId,
  };
  const withPermission = (body?: object) =>
    each(madeServices, async (find): Promise<Prepared> => {
      const serviceId = await find();
      const permissionId = fresh('service.permission');
      if (serviceId !== authorityId && serviceId !== absentId)
        await make(`services/${serviceId}/permissions`, { key: permissionId, name: 'x' });
      return { parameters: { serviceId, permissionId }, ...(body && { body }) };
    });
  return {
    'services.queryAssist': typing,
    'services.update': objects(madeServices, 'serviceId', { description: 'changed' }),
    'services.delete': objects(madeServices, 'serviceId'),
    'services.listPermissions': objects(madeServices, 'serviceId'),
    'services.declarePermission': each(madeServices, async (find) => ({
      parameters: { serviceId: await find() },
      body: { key: fresh('declared'), name: 'Declared' },
    })),
    'services.updatePermission': withPermission({ name: 'changed' }),
    'services.withdrawPermission': withPermission(),
    'roles.list': { '': () => ({}) },
    'roles.queryAssist': typing,
    'roles.create': {
      'without permissions': () => ({ body: { name: fresh('made') } }),
      'with a permission': () => ({ body: { name: fresh('made'), permissions: [{ key: deleteProject }] } }),
    },
    'roles.get': objects(roles, 'roleId'),
    'roles.update': objects(roles, 'roleId', { description: 'changed' }),
    'roles.delete': objects(roles, 'roleId'),
    'roles.addPermission': objects(roles, 'roleId', { key: 'jetbrains.jetpass.project-create' }),
    'roles.removePermission': each(roles, async (find) => ({
      parameters: { roleId: await find(), permissionId: deleteProject },
    })),
    'permissions.list': { '': () => ({}) },
    'permissions.queryAssist': typing,
    'permissions.cache': each(
      {
        me: 'me',
        "the owner's": cast.owner.id,
        "an administrator's": house.administratorId,
        absent: absentId,
      },
      (principal) => ({ query: `principal=${principal}` }),
    ),
    'permissions.get': each({ "the authority's": deleteProject, absent: 'none' }, (permissionId) => ({
      parameters: { permissionId },
    })),
    'projects.list': { '': () => ({}) },
    'projects.queryAssist': typing,
    'projects.create': { '': () => ({ body: { key: fresh('P'), name: fresh('project') } }) },
    'projects.get': objects(projects, 'projectId'),
    'projects.update': objects(projects, 'projectId', { description: 'changed' }),
    'projects.delete': objects(projects, 'projectId'),
    'projectRoles.list': { '': () => ({}) },
    'projectRoles.queryAssist': typing,
    'projectRoles.get': objects(projectRoles, 'projectRoleId'),
    'projectRoles.delete': objects(projectRoles, 'projectRoleId'),
    'projectRoles.listOfUser': withUser(),
    'projectRoles.giveToUser': withUser(given),
    'projectRoles.listTransitiveOfUser': withUser(),
    'projectRoles.listSourcedOfUser': withUser(),
    'projectRoles.listOfGroup': withGroup(),
    'projectRoles.giveToGroup': withGroup(given),
    'impact.ofUser': withUser(),
    // Who is in a group knows that it is there, and still not what hangs on it: the new one is nobody's.
    'impact.ofGroup': objects({ 'a new one': newGroup, absent: () => absentId }, 'groupId'),
    'impact.ofTwoFactorRequirement': objects({ 'a new one': newGroup, absent: () => absentId }, 'groupId'),
    'impact.ofRole': objects(roles, 'roleId'),
    'impact.ofService': each({ ...services, absent: absentId }, (serviceId) => ({
      parameters: { serviceId },
    })),
    'acts.list': { '': () => ({}) },
    'acts.ofUser': withUser(),
    'acts.ofGroup': withGroup(),
    'acts.ofRole': objects(roles, 'roleId'),
    'acts.ofProject': objects(projects, 'projectId'),
    'acts.ofService': each(services, (serviceId) => ({ parameters: { serviceId } })),
  };
}

/** Somebody types a query, whoever may read what it is about. */
const typing = { '': () => ({ query: 'query=name:&caret=5' }) };

/** Objects by what they are called, each found or made when it is asked about. */
type Objects = Readonly<Record<string, () => Promise<string> | string>>;

function objects(found: Objects, parameter: string, body?: object) {
  return each(
    found,
    async (find): Promise<Prepared> => ({ parameters: { [parameter]: await find() }, ...(body && { body }) }),
  );
}
