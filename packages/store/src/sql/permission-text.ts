import { fromPairs, type PermissionPairs, type PermissionSet, pairsOf } from '@countersign/core';

/** A permission set as a column holds it. */
export function permissionText(set: PermissionSet): string {
  return JSON.stringify(pairsOf(set));
}

export function parsePermissionText(text: string): PermissionSet {
  return fromPairs(JSON.parse(text) as PermissionPairs);
}
