import type { ProjectRole } from '@countersign/sdk';
import { Tag } from '../../ui/tag.tsx';
import { GroupLink } from '../group-link.tsx';
import type { ListColumn } from '../list/list-columns.ts';
import { t } from '../messages.ts';
import { UserLink } from '../user-link.tsx';
import { PlaceLink, RoleLink } from './given-links.tsx';
import type { Side } from './given-to.ts';
import type { GivenRoleSortKey } from './queries.ts';

type Column = ListColumn<ProjectRole, GivenRoleSortKey>;

/** What a list of given roles says beside what the page is about already. */
export function givenRoleColumns(side: Side, myId: string): readonly Column[] {
  const { columns: heads } = t.access;
  const holder: Column = {
    key: 'holder',
    head: heads.holder,
    cell: ({ owner }) => <HolderLink owner={owner} myId={myId} />,
  };
  const role: Column = {
    key: 'role',
    head: heads.role,
    cell: ({ role }) => <RoleLink role={role} />,
  };
  const where: Column = {
    key: 'where',
    head: heads.where,
    cell: ({ project }) => <PlaceLink project={project} />,
  };
  const shown: Readonly<Record<Side, readonly Column[]>> = {
    user: [{ ...role, names: true }, where],
    group: [{ ...role, names: true }, where],
    role: [{ ...holder, names: true }, where],
    project: [{ ...holder, names: true }, role],
  };
  return shown[side];
}

function HolderLink({ owner, myId }: { owner: ProjectRole['owner']; myId: string }) {
  if (owner.type === 'user') return <UserLink user={owner} myId={myId} />;
  return (
    <>
      <GroupLink group={owner} /> <Tag>{t.pick.group}</Tag>
    </>
  );
}
