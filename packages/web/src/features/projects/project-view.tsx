import type { Project } from '@countersign/sdk';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useActs } from '../../lib/acts.ts';
import { client } from '../../lib/api.ts';
import { DeleteDialog } from '../../lib/form/delete-dialog.tsx';
import { GivenRoles } from '../../lib/give-role/given-roles.tsx';
import type { ListSearch } from '../../lib/list/list-view.ts';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { useNow } from '../../lib/now.ts';
import { PageSection, PageSections } from '../../lib/page/page-section.tsx';
import { pages } from '../../lib/paths.ts';
import { globalProjectId } from '../../lib/pick/search-entities.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Faint } from '../../ui/faint.tsx';
import { BinIcon, PencilIcon } from '../../ui/icons.tsx';
import { showToast } from '../../ui/toast.tsx';
import { EditProject } from './edit-project.tsx';
import { useGivenCount } from './queries.ts';

export interface ProjectViewProps {
  readonly project: Project;
  readonly search: ListSearch;
  /** To be merged into the address. */
  readonly onSearch: (change: ListSearch) => void;
  /** Leaves the page of what is gone. */
  readonly onDeleted: () => Promise<void>;
}

/** One project, or Global: what it is, and who may do what in it. */
export function ProjectView({ project, search, onSearch, onDeleted }: ProjectViewProps) {
  const now = useNow();
  const acts = useActs('projects', project.id);
  const [dialog, setDialog] = useState<'edit' | 'delete'>();
  const given = useGivenCount(project.id, dialog === 'delete');
  const onClose = () => setDialog(undefined);
  const { id, name, key, description, creationTime } = project;
  return (
    <PageSections>
      <PageSection
        title={t.form.about}
        acts={
          <>
            <Button
              icon={<PencilIcon />}
              disabledReason={acts.reasonOf('update')}
              onClick={() => setDialog('edit')}
            >
              {t.form.edit}
            </Button>
            <Button
              icon={<BinIcon />}
              disabledReason={acts.reasonOf('delete')}
              onClick={() => setDialog('delete')}
            >
              {t.form.delete}
            </Button>
          </>
        }
      >
        <Card padded>
          <Facts
            facts={[
              { label: t.form.key, value: <code>{key}</code> },
              { label: t.form.description, value: description ?? <Faint>{t.form.none}</Faint> },
              ...(project.global
                ? []
                : [{ label: t.projects.created, value: <Moment instant={creationTime} now={now} /> }]),
            ]}
          />
        </Card>
      </PageSection>
      <PageSection
        title={project.global ? t.projects.whoEverywhere : t.projects.who}
        lead={
          project.global ? (
            t.projects.globalLead
          ) : (
            <>
              {t.projects.whoLead.before}
              <Link to={pages.project} params={{ projectId: globalProjectId }}>
                {t.pick.global}
              </Link>
              {t.projects.whoLead.after}
            </>
          )
        }
      >
        <GivenRoles
          fixed={{ kind: 'project', id, name }}
          refusal={acts.reasonOf('assignRole')}
          emptyText={t.projects.nobody({ name })}
          search={search}
          onSearch={onSearch}
        />
      </PageSection>
      <EditProject project={project} open={dialog === 'edit'} onClose={onClose} />
      <DeleteDialog
        open={dialog === 'delete'}
        entity={['projects', id]}
        title={t.projects.deleteTitle(project)}
        name={name}
        losses={t.projects.losses({ given })}
        confirmLabel={t.projects.deleteSubmit}
        remove={() => client.projects.delete(id)}
        onDeleted={() => {
          showToast(t.projects.deleted(project));
          return onDeleted();
        }}
        onClose={onClose}
      />
    </PageSections>
  );
}
