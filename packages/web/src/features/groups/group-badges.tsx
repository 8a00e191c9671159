import type { UserGroup } from '@countersign/sdk';
import { t } from '../../lib/messages.ts';
import { Tag } from '../../ui/tag.tsx';

/** What is out of the ordinary about a group, beside its name. */
export function GroupBadges({ group }: { group: Pick<UserGroup, 'implicit'> }) {
  return group.implicit ? <Tag>{t.groups.builtIn}</Tag> : null;
}
