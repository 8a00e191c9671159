import { type Act, previewAct } from '../access/act.ts';
import type { Caller } from '../access/actor.ts';
import { authorizeMakeServiceSecret } from '../access/authorize.ts';
import { authorizeEndConnectionsOf } from '../access/authorize-credentials.ts';
import { ok } from '../kernel/result.ts';
import type { Result } from '../refusal.ts';
import { checkDeclare } from './declare-permission.ts';
import { checkDeleteService } from './delete-service.ts';
import { findService } from './find-service.ts';
import type { ServiceTables } from './service-store.ts';
import { checkUpdateService } from './update-service.ts';

export type ServiceActName = 'update' | 'rotateSecret' | 'declarePermission' | 'endConnections' | 'delete';

/** What the caller may do with a service. */
export async function previewServiceActs(
  tables: ServiceTables,
  caller: Caller,
  idOrKey: string,
): Promise<Result<readonly Act<ServiceActName>[]>> {
  const { actor } = caller;
  const read = await findService(tables, caller, idOrKey);
  if (!read.ok) return read;
  const service = read.value;
  return ok([
    previewAct('update', checkUpdateService(actor, service, {})),
    previewAct('rotateSecret', authorizeMakeServiceSecret(actor)),
    previewAct('declarePermission', await checkDeclare(tables, actor, service.id)),
    previewAct('endConnections', authorizeEndConnectionsOf(actor)),
    previewAct('delete', checkDeleteService(actor, service)),
  ]);
}
