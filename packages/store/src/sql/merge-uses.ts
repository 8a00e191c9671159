import type { PermissionUseCount, UseCount } from '@countersign/core';
import { countMax } from './latest.ts';

/** One entry for each row, in one order everywhere: no statement meets a row twice, no two nodes wait in a ring. */
export function mergeUses<Use extends Pick<UseCount, 'count' | 'lastAt'>>(
  batch: readonly Use[],
  order: (one: Use, other: Use) => number,
): readonly Use[] {
  const merged: Use[] = [];
  for (const use of batch.toSorted(order)) {
    const last = merged.at(-1);
    if (last === undefined || order(last, use) !== 0) merged.push(use);
    else {
      const newest = use.lastAt >= last.lastAt ? use : last;
      merged[merged.length - 1] = { ...newest, count: use.count + last.count };
    }
  }
  return merged;
}

export function byCredential(one: UseCount, other: UseCount): number {
  return compare(one.credentialId, other.credentialId);
}

export function byDay(one: UseCount, other: UseCount): number {
  return byCredential(one, other) || compare(one.serviceId, other.serviceId) || one.day - other.day;
}

export function byPermission(one: PermissionUseCount, other: PermissionUseCount): number {
  return (
    compare(one.credentialId, other.credentialId) ||
    compare(one.serviceId, other.serviceId) ||
    compare(one.permission, other.permission)
  );
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** As many as a row takes. */
export function countOf({ count }: { readonly count: number }): number {
  return Math.min(countMax, count);
}
