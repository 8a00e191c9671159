import type { EndpointId } from '@countersign/api';
import type { OpenAuthority } from '../harness/open-authority.ts';
import { authorityId, type Cast } from './callers.ts';
import { absentId, each, type RowsOf } from './row.ts';

type Administration = Extract<EndpointId, `acts.${string}`>;

/** Rows about roles, permissions, projects, what was given to whom, and what may be done with any of it. */
export function administrationRows(_house: OpenAuthority, cast: Cast): RowsOf<Administration> {
  const users = { me: 'me', "the owner's": cast.owner.id, absent: absentId };
  const groups = { 'a built-in one': '0-0-0-0-2', absent: absentId };
  const roles = { 'a built-in one': '0-0-0-1-1', 'by its key': 'observer', absent: absentId };
  const projects = { Global: '0', absent: absentId };
  const services = { 'seen by all': cast.shared.id, hidden: cast.hidden.id, 'the authority': authorityId };
  return {
    'acts.list': { '': () => ({}) },
    'acts.ofUser': each(users, (userId) => ({ parameters: { userId } })),
    'acts.ofGroup': each(groups, (groupId) => ({ parameters: { groupId } })),
    'acts.ofRole': each(roles, (roleId) => ({ parameters: { roleId } })),
    'acts.ofProject': each(projects, (projectId) => ({ parameters: { projectId } })),
    'acts.ofService': each(services, (serviceId) => ({ parameters: { serviceId } })),
  };
}
