import type { Project } from '@countersign/sdk';
import { Link } from '@tanstack/react-router';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { t } from '../../lib/messages.ts';
import { pages } from '../../lib/paths.ts';
import { EntityName } from '../../ui/entity-name.tsx';
import { Faint } from '../../ui/faint.tsx';
import type { ProjectSortKey } from './queries.ts';

/** What the list says of each project. */
export function projectColumns(): readonly ListColumn<Project, ProjectSortKey>[] {
  return [
    {
      key: 'name',
      head: t.form.name,
      names: true,
      sortBy: 'name',
      cell: ({ id, name }) => (
        <Link to={pages.project} params={{ projectId: id }}>
          <EntityName name={name} />
        </Link>
      ),
    },
    { key: 'key', head: t.form.key, sortBy: 'key', cell: ({ key }) => <code>{key}</code> },
    {
      key: 'description',
      head: t.form.description,
      cell: ({ description }) => description ?? <Faint>{t.form.none}</Faint>,
    },
  ];
}
