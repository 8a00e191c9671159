import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ProjectView } from '../../features/projects/project-view.tsx';
import { projectQuery } from '../../features/projects/queries.ts';
import { t } from '../../lib/messages.ts';
import { EntityPage } from '../../lib/page/entity-page.tsx';
import { pages } from '../../lib/paths.ts';

export function ProjectPage() {
  const { projectId } = useParams({ from: pages.project });
  const search = useSearch({ from: pages.project });
  const navigate = useNavigate({ from: pages.project });
  const project = useQuery(projectQuery(projectId));
  return (
    <EntityPage
      entity={project}
      what={t.projects.one}
      list={<Link to={pages.projects}>{t.projects.title}</Link>}
      titleOf={({ name }) => name}
    >
      {(one) => (
        <ProjectView
          key={one.id}
          project={one}
          search={search}
          onSearch={(change) =>
            void navigate({
              search: (before) => ({ ...before, ...change }),
              resetScroll: false,
              replace: true,
            })
          }
          onDeleted={() => navigate({ to: pages.projects })}
        />
      )}
    </EntityPage>
  );
}
