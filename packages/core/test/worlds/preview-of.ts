import type { Act as PreviewedAct } from '../../src/access/act.ts';
import type { Caller } from '../../src/access/actor.ts';
import { previewAuthorityActs } from '../../src/identity/authority-acts.ts';
import { previewGroupActs } from '../../src/identity/group-acts.ts';
import { previewUserActs } from '../../src/identity/user-acts.ts';
import { trustId } from '../../src/kernel/id.ts';
import { previewProjectActs } from '../../src/projects/project-acts.ts';
import type { Refusal, Result } from '../../src/refusal.ts';
import { previewRoleActs } from '../../src/roles/role-acts.ts';
import { previewServiceActs } from '../../src/services/service-acts.ts';
import type { RightsTables } from '../memory-store.ts';
import type { Act, World } from '../reference-model/world.ts';

/** What pages were told of an act beforehand. */
export interface Preview {
  /** Absent: it is offered. */
  readonly refusal: Refusal | undefined;
  /** Whether what is offered is then done, whatever else is chosen; a no is always the answer of the act itself. */
  readonly isWhole: boolean;
}

/** Absent where no page asks before this act, or where its object is not shown to the caller at all. */
export async function previewOf(
  tables: RightsTables,
  caller: Caller,
  act: Act,
  world: World,
): Promise<Preview | undefined> {
  const asked = questionOf(act, world);
  if (asked === undefined) return undefined;
  const acts = await previewAll(tables, caller, asked);
  const found = acts.ok ? acts.value.find(({ name }) => name === asked.name) : undefined;
  return found && { refusal: found.refusal, isWhole: asked.isWhole };
}

interface Question {
  readonly of: 'user' | 'group' | 'role' | 'project' | 'service' | 'authority';
  readonly id: string;
  readonly name: string;
  readonly isWhole: boolean;
}

function previewAll(
  tables: RightsTables,
  caller: Caller,
  { of, id }: Question,
): Promise<Result<readonly PreviewedAct[]>> {
  switch (of) {
    case 'user':
      return previewUserActs(tables, caller, trustId(id));
    case 'group':
      return previewGroupActs(tables, caller, trustId(id));
    case 'role':
      return previewRoleActs(tables, caller, id);
    case 'project':
      return previewProjectActs(tables, caller, id);
    case 'service':
      return previewServiceActs(tables, caller, id);
    case 'authority':
      return previewAuthorityActs(tables, caller);
  }
}

const ofUser = (id: string, name: string, isWhole = true): Question => ({ of: 'user', id, name, isWhole });
const ofGroup = (id: string, name: string, isWhole = true): Question => ({ of: 'group', id, name, isWhole });
const ofProject = (id: string, name: string, isWhole = true): Question => ({
  of: 'project',
  id,
  name,
  isWhole,
});
const ofService = (id: string, name: string, isWhole = true): Question => ({
  of: 'service',
  id,
  name,
  isWhole,
});
const ofAll = (name: string, isWhole = true): Question => ({ of: 'authority', id: '', name, isWhole });

function questionOf(act: Act, world: World): Question | undefined {
  switch (act.do) {
    case 'create user':
      return act.groups.length === 0 ? ofAll('createUser') : undefined;
    case 'edit user': {
      const names = { name: 'update', email: 'changeIdentity', login: 'changeLogin', purpose: undefined };
      const name = names[act.field];
      return name === undefined ? undefined : ofUser(act.user, name);
    }
    case 'ban':
      return act.successor === undefined ? ofUser(act.user, 'ban') : undefined;
    case 'delete user':
      return act.successor === undefined ? ofUser(act.user, 'delete') : undefined;
    case 'issue':
      return ofUser(act.user, 'issueToken', false);
    case 'revoke':
      return ofUser(world.tokens.get(act.token)?.user ?? '', 'revokeToken');
    case 'create group':
      return ofAll('createGroup', act.above === undefined);
    case 'edit group':
      return ofGroup(act.group, 'update', !act.autoJoin);
    case 'move group':
      return ofGroup(act.group, 'update', false);
    case 'delete group':
      return act.successor === undefined ? ofGroup(act.group, 'delete') : undefined;
    case 'join':
      return ofGroup(act.group, 'changeMembers');
    case 'leave':
      return ofGroup(act.group, 'changeMembers', false);
    case 'set managers':
      return ofGroup(act.group, 'setUpdaters', false);
    case 'create role':
      return ofAll('createRole', act.permissions.length === 0);
    case 'change role':
      return { of: 'role', id: act.role, name: 'update', isWhole: false };
    case 'delete role':
      return { of: 'role', id: act.role, name: 'delete', isWhole: true };
    case 'give':
      return ofProject(act.at, 'assignRole', false);
    case 'create project':
      return ofAll('createProject');
    case 'edit project':
      return ofProject(act.project, 'update');
    case 'delete project':
      return ofProject(act.project, 'delete');
    case 'register service':
      return ofAll('registerService', act.viewers.length === 0);
    case 'edit service':
      return ofService(act.service, 'update');
    case 'set viewers':
      return ofService(act.service, 'update', false);
    case 'delete service':
      return ofService(act.service, 'delete');
    case 'declare':
      return ofService(act.service, 'declarePermission', false);
    default:
      return undefined;
  }
}
