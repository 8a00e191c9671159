import type { ProjectRole } from '@countersign/sdk';
import { Link } from '@tanstack/react-router';
import { EntityName } from '../../ui/entity-name.tsx';
import { Tag } from '../../ui/tag.tsx';
import { t } from '../messages.ts';
import { pages } from '../paths.ts';
import { globalProjectId } from '../pick/search-entities.ts';

/** What was given. */
export function RoleLink({ role: { id, name } }: { role: Pick<ProjectRole['role'], 'id' | 'name'> }) {
  return (
    <Link to={pages.role} params={{ roleId: id }}>
      <EntityName name={name} />
    </Link>
  );
}

/** Where it was given. */
export function PlaceLink({
  project: { id, name },
}: {
  project: Pick<ProjectRole['project'], 'id' | 'name'>;
}) {
  return (
    <>
      <Link to={pages.project} params={{ projectId: id }}>
        <EntityName name={name} />
      </Link>{' '}
      {id === globalProjectId && <Tag tone="accent">{t.pick.everywhere}</Tag>}
    </>
  );
}
