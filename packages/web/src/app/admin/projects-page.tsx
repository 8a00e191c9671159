import { useNavigate, useSearch } from '@tanstack/react-router';
import { ProjectsList } from '../../features/projects/projects-list.tsx';
import { t } from '../../lib/messages.ts';
import { PageHead } from '../../lib/page/page-head.tsx';
import { pages } from '../../lib/paths.ts';

/** Administration, Access Management, Projects. */
export function ProjectsPage() {
  const search = useSearch({ from: pages.projects });
  const navigate = useNavigate({ from: pages.projects });
  return (
    <>
      <PageHead title={t.projects.title} lead={t.projects.lead} />
      <ProjectsList
        search={search}
        onSearch={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false, replace: true })
        }
      />
    </>
  );
}
