import type { Role } from '@countersign/sdk';
import { t } from '../../lib/messages.ts';
import { Tag } from '../../ui/tag.tsx';

/** What is out of the ordinary about a role, beside its name. */
export function RoleBadges({ role }: { role: Pick<Role, 'immutable'> }) {
  return role.immutable ? <Tag>{t.roles.builtIn}</Tag> : null;
}
