import type { Act as ActJson } from '@countersign/api';
import { type Act, type NameTables, nameMissing } from '@countersign/core';
import { presentRefusal } from '../../http/refusal-response.ts';

/** An act with the very sentence that its refusal would answer. */
export async function presentAct(tables: NameTables, { name, refusal }: Act): Promise<ActJson> {
  if (refusal === undefined) return { type: 'act', act: name, allowed: true, reason: null, missing: [] };
  const named = await nameMissing(tables, refusal);
  const missing = named.kind === 'forbidden' ? named.missing : [];
  return {
    type: 'act',
    act: name,
    allowed: false,
    reason: presentRefusal(named, '').body.error_description,
    missing: missing.map(({ permission, permissionName, place, placeName }) => ({
      permission: { type: 'permission', id: permission, key: permission, name: permissionName ?? permission },
      place: { id: place, name: placeName ?? place },
    })),
  };
}
