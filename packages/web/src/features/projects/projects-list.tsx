import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useGeneralActs } from '../../lib/acts.ts';
import { client } from '../../lib/api.ts';
import { completedBy } from '../../lib/list/completed-by.ts';
import { EntityList } from '../../lib/list/entity-list.tsx';
import { useListSelection } from '../../lib/list/list-selection.ts';
import { type ListSearch, parseListView } from '../../lib/list/list-view.ts';
import { t } from '../../lib/messages.ts';
import { pages } from '../../lib/paths.ts';
import { Button } from '../../ui/button.tsx';
import { PlusIcon, ProjectIcon } from '../../ui/icons.tsx';
import { NewProject } from './new-project.tsx';
import { projectColumns } from './project-columns.tsx';
import { projectsShape, useProjects } from './queries.ts';

export interface ProjectsListProps {
  readonly search: ListSearch;
  /** To be merged into the address. */
  readonly onSearch: (change: ListSearch) => void;
}

/** Every project that the viewer may read; a row leads to who may do what in it. */
export function ProjectsList({ search, onSearch }: ProjectsListProps) {
  const navigate = useNavigate();
  const view = parseListView(projectsShape, search);
  const data = useProjects(view);
  const selection = useListSelection(data.rows);
  const refusal = useGeneralActs().reasonOf('createProject');
  const [isMaking, setIsMaking] = useState(false);
  const openProject = (projectId: string) => void navigate({ to: pages.project, params: { projectId } });
  const onNew = () => setIsMaking(true);
  const newButton = (
    <Button weight="primary" icon={<PlusIcon />} disabledReason={refusal} onClick={onNew}>
      {t.projects.new}
    </Button>
  );
  return (
    <>
      <EntityList
        shape={projectsShape}
        view={view}
        onView={onSearch}
        data={data}
        selection={selection}
        selectable={false}
        columns={projectColumns()}
        nameOf={({ name }) => name}
        search={{
          label: t.projects.search,
          placeholder: t.projects.placeholder,
          suggest: completedBy(client.projects.queryAssist),
        }}
        onOpen={({ id }) => openProject(id)}
        onNew={refusal === undefined ? onNew : undefined}
        acts={newButton}
        empty={{ icon: <ProjectIcon />, text: t.projects.empty, act: newButton }}
        texts={{ label: t.projects.table, what: t.projects.what, total: t.projects.total }}
      />
      <NewProject open={isMaking} onClose={() => setIsMaking(false)} onMade={openProject} />
    </>
  );
}
