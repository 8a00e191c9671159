import type { Permission, Service } from '@countersign/sdk';
import { t } from '../../lib/messages.ts';
import { EntitiesField } from '../../lib/pick/entity-field.tsx';
import { type EntitySearch, globalProjectId, searchProjects } from '../../lib/pick/search-entities.ts';
import { MultiSelect } from '../../ui/multi-select.tsx';
import type { DraftErrors, TokenDraft } from './token-draft.ts';

export interface NarrowingFieldsProps {
  readonly services: readonly Service[];
  /** What these services declare. */
  readonly offered: readonly Permission[];
  readonly isLoading: boolean;
  readonly chosen: readonly Permission[];
  readonly projects: TokenDraft['projects'];
  readonly errors: Pick<DraftErrors, 'permissions' | 'projects'>;
  readonly onPermissions: (keys: readonly string[]) => void;
  readonly onProjects: (projects: TokenDraft['projects']) => void;
}

/** To which permissions, and in which projects, a token is narrowed within its services. */
export function NarrowingFields(props: NarrowingFieldsProps) {
  const { services, offered, isLoading, chosen, projects, errors, onPermissions, onProjects } = props;
  const nameOf = (permission: Permission) => permission.service.name;
  return (
    <>
      <MultiSelect
        label={t.issue.permissions}
        hint={t.issue.permissionsHint}
        error={errors.permissions}
        options={offered.map((permission) => ({
          id: permission.key,
          label: permission.name,
          note: permission.key,
          tag: permission.global ? t.issue.permissionsEverywhere : undefined,
          group: nameOf(permission),
        }))}
        value={chosen.map(({ key }) => key)}
        onChange={onPermissions}
        placeholder={t.issue.permissionsAll}
        emptyText={
          services.length === 0
            ? t.issue.permissionsNeedScope
            : isLoading
              ? t.issue.permissionsLoading
              : t.issue.permissionsNone
        }
        openLabel={t.issue.permissionsOpen}
        removeLabel={(name) => t.issue.remove({ name })}
      />
      <EntitiesField
        label={t.issue.projects}
        hint={t.issue.projectsHint}
        error={errors.projects}
        value={projects}
        onChange={onProjects}
        search={searchRealProjects}
      />
    </>
  );
}

/** Global is every project: to choose it would narrow nothing. */
const searchRealProjects: EntitySearch = async (text, signal) =>
  (await searchProjects(text, signal)).filter(({ id }) => id !== globalProjectId);
