import type { Role } from '@countersign/sdk';
import { useState } from 'react';
import { useActs } from '../../lib/acts.ts';
import { client } from '../../lib/api.ts';
import { DeleteDialog } from '../../lib/form/delete-dialog.tsx';
import { GivenRoles } from '../../lib/give-role/given-roles.tsx';
import type { ListSearch } from '../../lib/list/list-view.ts';
import { t } from '../../lib/messages.ts';
import { PageSection, PageSections } from '../../lib/page/page-section.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Faint } from '../../ui/faint.tsx';
import { BinIcon, PencilIcon } from '../../ui/icons.tsx';
import { showToast } from '../../ui/toast.tsx';
import { EditRole } from './edit-role.tsx';
import { RolePermissions } from './role-permissions.tsx';

export interface RoleViewProps {
  readonly role: Role;
  readonly search: ListSearch;
  /** To be merged into the address. */
  readonly onSearch: (change: ListSearch) => void;
  /** Leaves the page of what is gone. */
  readonly onDeleted: () => Promise<void>;
}

/** One role: what it is, what it allows, and who has it where. */
export function RoleView({ role, search, onSearch, onDeleted }: RoleViewProps) {
  const acts = useActs('roles', role.id);
  const [dialog, setDialog] = useState<'edit' | 'delete'>();
  const onClose = () => setDialog(undefined);
  const { id, name, key, description } = role;
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
            ]}
          />
        </Card>
      </PageSection>
      <RolePermissions role={role} refusal={acts.reasonOf('update')} />
      <PageSection title={t.roles.holders} lead={t.roles.holdersLead}>
        <GivenRoles
          fixed={{ kind: 'role', id, name }}
          refusal={undefined}
          emptyText={t.roles.notGiven({ name })}
          search={search}
          onSearch={onSearch}
        />
      </PageSection>
      <EditRole role={role} open={dialog === 'edit'} onClose={onClose} />
      <DeleteDialog
        open={dialog === 'delete'}
        entity={['roles', id]}
        title={t.roles.deleteTitle(role)}
        name={name}
        losses={[]}
        nothingLost={t.roles.nothingLost}
        confirmLabel={t.roles.deleteSubmit}
        remove={() => client.roles.delete(id)}
        onDeleted={() => {
          showToast(t.roles.deleted(role));
          return onDeleted();
        }}
        onClose={onClose}
      />
    </PageSections>
  );
}
