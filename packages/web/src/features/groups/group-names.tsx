import type { GroupReference } from '@countersign/sdk';
import { Fragment } from 'react';
import { GroupLink } from '../../lib/group-link.tsx';

/** Several groups in one line, each with the way to its page. */
export function GroupNames({ groups }: { groups: readonly GroupReference[] }) {
  return groups.map((group, index) => (
    <Fragment key={group.id}>
      {index > 0 && ', '}
      <GroupLink group={group} />
    </Fragment>
  ));
}
