/** Which permissions a token was used for, line by line: what a narrower one would need. */
import type { PermanentToken } from '@countersign/sdk';
import { t } from '../../lib/messages.ts';

/** Beyond this many lines a tooltip leaves the window. */
const linesMax = 8;

/** Nothing where nobody demanded one of it. */
export function usedPermissions({
  permissionsUsed,
}: Pick<PermanentToken, 'permissionsUsed'>): readonly string[] {
  if (permissionsUsed.length === 0) return [];
  const lines = permissionsUsed
    .slice(0, linesMax)
    .map(({ permission, count }) => t.tokens.permissionUsed({ permission: permission.name, count }));
  return t.tokens.permissionsUsed({ lines, more: permissionsUsed.length - lines.length });
}
