import type { AuditCopies } from '@countersign/core';
import type { AuditEventRow } from '../schema/tables.ts';

type CopyColumns = Pick<
  AuditEventRow,
  'actor' | 'subject_id' | 'target_kind' | 'target_id' | 'credential_id' | 'address' | 'request_id'
>;

/** The columns by which events are searched, beside `at` and `kind`. */
export function auditCopyColumns(copies: AuditCopies): CopyColumns {
  return {
    actor: copies.actor ?? null,
    subject_id: copies.subjectId ?? null,
    target_kind: copies.targetKind ?? null,
    target_id: copies.targetId ?? null,
    credential_id: copies.credentialId ?? null,
    address: copies.address ?? null,
    request_id: copies.requestId ?? null,
  };
}
