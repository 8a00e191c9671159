import type { PickerItem } from '../../ui/picker.tsx';
import { showToast } from '../../ui/toast.tsx';
import { client } from '../api.ts';
import { FormDialog } from '../form/form-dialog.tsx';
import { type FormErrors, useForm } from '../form/use-form.ts';
import { t } from '../messages.ts';
import { EntityField } from '../pick/entity-field.tsx';
import { searchProjects, searchRoles } from '../pick/search-entities.ts';
import type { Fixed, Side } from './given-to.ts';
import { useRefreshAccess } from './queries.ts';
import { type Holder, holderOf, searchHolders } from './search-holders.ts';

export interface GiveRoleProps {
  /** What the page is about: to whom, where, or which role. The dialog asks for the rest. */
  readonly fixed: Fixed;
  readonly open: boolean;
  readonly onClose: () => void;
}

interface Draft {
  readonly holder: PickerItem | undefined;
  readonly role: PickerItem | undefined;
  readonly project: PickerItem | undefined;
}

/** The dialog that gives a role to a user or a group, everywhere or in one project. */
export function GiveRole({ fixed, open, onClose }: GiveRoleProps) {
  const refresh = useRefreshAccess();
  const initial = draftFrom(fixed);
  const asks = (side: keyof Draft) => initial[side] === undefined;
  const form = useForm({
    initial,
    shown: (['holder', 'role', 'project'] as const).filter(asks),
    check,
    write: (draft) => give(fixed, draft),
    onDone: (names) => {
      showToast(t.access.given(names));
      void refresh();
      onClose();
    },
  });
  const { draft, errors, change, first } = form;
  return (
    <FormDialog
      form={form}
      title={t.access.giveTitle(fixed)}
      open={open}
      onClose={onClose}
      submitLabel={t.access.giveSubmit}
      failedTitle={t.access.giveFailed}
      note={t.access.giveNote}
    >
      {asks('holder') && (
        <EntityField
          ref={first}
          label={t.access.holder}
          hint={t.access.holderHint}
          error={errors.holder}
          search={searchHolders}
          value={draft.holder}
          onChange={(holder) => change({ holder })}
        />
      )}
      {asks('role') && (
        <EntityField
          {...(!asks('holder') && { ref: first })}
          label={t.access.role}
          error={errors.role}
          search={searchRoles}
          value={draft.role}
          onChange={(role) => change({ role })}
        />
      )}
      {asks('project') && (
        <EntityField
          label={t.access.where}
          hint={t.access.whereHint}
          error={errors.project}
          search={searchProjects}
          value={draft.project}
          onChange={(project) => change({ project })}
        />
      )}
    </FormDialog>
  );
}

const sideOf: Readonly<Record<Side, keyof Draft>> = {
  user: 'holder',
  group: 'holder',
  role: 'role',
  project: 'project',
};

function draftFrom({ kind, id, name }: Fixed): Draft {
  const nothing: Draft = { holder: undefined, role: undefined, project: undefined };
  return { ...nothing, [sideOf[kind]]: { id, label: name } };
}

function check({ holder, role, project }: Draft): FormErrors<Draft> {
  return {
    ...(holder === undefined && { holder: t.access.holderMissing }),
    ...(role === undefined && { role: t.access.roleMissing }),
    ...(project === undefined && { project: t.access.whereMissing }),
  };
}

/** Answers by name what was given to whom, and where. */
async function give(fixed: Fixed, { holder, role, project }: Draft) {
  if (holder === undefined || role === undefined || project === undefined)
    throw new TypeError('A role is given to somebody, somewhere');
  const target: Holder =
    fixed.kind === 'user' || fixed.kind === 'group' ? { kind: fixed.kind, id: fixed.id } : holderOf(holder);
  const given = { role: role.id, project: project.id };
  await (target.kind === 'user'
    ? client.projectRoles.giveToUser(target.id, given)
    : client.projectRoles.giveToGroup(target.id, given));
  return { role: role.label, holder: holder.label, project: project.label };
}
