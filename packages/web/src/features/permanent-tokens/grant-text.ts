/** What a token was narrowed to, line by line. */
import type { PermissionReach } from '@countersign/sdk';
import { t } from '../../lib/messages.ts';

/** Beyond this many lines a tooltip leaves the window. */
const linesMax = 12;

export function grantText(grant: readonly PermissionReach[]): string {
  const lines = grant.map(({ permission, projects }) =>
    t.tokens.reach({ permission: permission.name, projects: projects?.map(({ name }) => name) }),
  );
  return t.tokens.narrowedTo({ lines: lines.slice(0, linesMax), more: Math.max(0, lines.length - linesMax) });
}
