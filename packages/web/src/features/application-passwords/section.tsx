import type { ApplicationPassword } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { paths } from '../../lib/api.ts';
import { EntityList } from '../../lib/list/entity-list.tsx';
import { useListSelection } from '../../lib/list/list-selection.ts';
import { t } from '../../lib/messages.ts';
import { useNow } from '../../lib/now.ts';
import { type Owner, ownerId, ownerLogin } from '../../lib/owner.ts';
import { PageSection } from '../../lib/page/page-section.tsx';
import { twoFactorQuery } from '../../lib/two-factor.ts';
import { Button } from '../../ui/button.tsx';
import { BinIcon, KeyIcon, PlusIcon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { DeletePasswords } from './delete-passwords.tsx';
import { NewPassword } from './new-password.tsx';
import { passwordColumns } from './password-columns.tsx';
import { useApplicationPasswords } from './queries.ts';

export interface ApplicationPasswordsSectionProps {
  readonly owner: Owner;
  /** Why none of them can be deleted; undefined where they can. */
  readonly deleteRefusal?: string | undefined;
}

/** The application passwords of one user. One's own are made here, once there is a second factor; those of others only end here. */
export function ApplicationPasswordsSection({ owner, deleteRefusal }: ApplicationPasswordsSectionProps) {
  const userId = ownerId(owner);
  const login = ownerLogin(owner);
  const now = useNow();
  const { data: twoFactor } = useQuery(twoFactorQuery(userId));
  const list = useApplicationPasswords(userId);
  const selection = useListSelection(list.data.rows);
  const [dialog, setDialog] = useState<'new' | 'delete'>();
  const [doomed, setDoomed] = useState<readonly ApplicationPassword[]>([]);

  const { chosen } = selection;
  const isMissing = twoFactor?.active === false;
  const newRefusal =
    login !== undefined
      ? t.applicationPasswords.foreign({ login })
      : isMissing
        ? t.applicationPasswords.needsTwoFactorShort
        : undefined;
  const onNew = () => setDialog('new');
  const onDelete = (passwords: readonly ApplicationPassword[]) => {
    setDoomed(passwords);
    setDialog('delete');
  };
  const onClose = () => setDialog(undefined);
  const newButton = (
    <Button weight="primary" icon={<PlusIcon />} disabledReason={newRefusal} onClick={onNew}>
      {t.applicationPasswords.new}
    </Button>
  );
  return (
    <PageSection title={t.applicationPasswords.title} lead={t.applicationPasswords.lead({ login })}>
      {login === undefined && isMissing && (
        <Notice
          tone="plain"
          acts={
            <a href={paths.twoFactor(location.pathname + location.search)}>{t.applicationPasswords.setUp}</a>
          }
        >
          <p>{t.applicationPasswords.needsTwoFactor}</p>
        </Notice>
      )}
      <EntityList
        {...list}
        selection={selection}
        columns={passwordColumns(now)}
        nameOf={({ name }) => name}
        onNew={newRefusal === undefined ? onNew : undefined}
        onDelete={deleteRefusal === undefined ? onDelete : undefined}
        acts={
          <>
            {login === undefined && newButton}
            <Button
              icon={<BinIcon />}
              disabledReason={
                deleteRefusal ??
                (chosen.length === 0 ? t.applicationPasswords.deleteNeedsSelection : undefined)
              }
              onClick={() => onDelete(chosen)}
            >
              {t.applicationPasswords.delete({ count: chosen.length })}
            </Button>
          </>
        }
        empty={{
          icon: <KeyIcon />,
          text: t.applicationPasswords.empty({ login }),
          act: login === undefined && newButton,
        }}
        texts={{
          label: t.applicationPasswords.table,
          what: t.applicationPasswords.what({ login }),
          total: t.applicationPasswords.total,
        }}
      />
      <NewPassword open={dialog === 'new'} onClose={onClose} />
      <DeletePasswords
        userId={userId}
        open={dialog === 'delete'}
        passwords={doomed}
        now={now}
        onDeleted={selection.leave}
        nextFocus={selection.nextFocus}
        onClose={onClose}
      />
    </PageSection>
  );
}
