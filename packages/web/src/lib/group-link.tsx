import type { GroupReference } from '@countersign/sdk';
import { Link } from '@tanstack/react-router';
import { EntityName } from '../ui/entity-name.tsx';
import { pages } from './paths.ts';

/** A group by name, with the way to its page. Nobody is told of a group that they may not read. */
export function GroupLink({ group: { id, name } }: { group: Pick<GroupReference, 'id' | 'name'> }) {
  return (
    <Link to={pages.groupGeneral} params={{ groupId: id }}>
      <EntityName name={name} />
    </Link>
  );
}
