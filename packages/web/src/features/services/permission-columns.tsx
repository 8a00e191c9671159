import './services.css';
import type { Permission } from '@countersign/sdk';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { t } from '../../lib/messages.ts';
import { IconButton } from '../../ui/button.tsx';
import { EntityName } from '../../ui/entity-name.tsx';
import { Faint } from '../../ui/faint.tsx';
import { BinIcon, PencilIcon } from '../../ui/icons.tsx';
import { TagRow } from '../../ui/tag-row.tsx';
import type { PermissionSortKey } from './queries.ts';

export interface PermissionActs {
  /** Why none of it can be done; undefined where it can. */
  readonly refusal: string | undefined;
  readonly onEdit: (permission: Permission) => void;
  readonly onWithdraw: (permission: Permission) => void;
}

/** What the list says of each permission that a service declares. */
export function permissionColumns(
  acts: PermissionActs,
): readonly ListColumn<Permission, PermissionSortKey>[] {
  const { columns: heads } = t.declared;
  return [
    {
      key: 'name',
      head: heads.name,
      names: true,
      sortBy: 'name',
      cell: ({ name }) => <EntityName name={name} />,
    },
    { key: 'key', head: heads.key, sortBy: 'key', cell: ({ key }) => <code>{key}</code> },
    {
      key: 'place',
      head: heads.place,
      cell: ({ global }) => (global ? t.declared.globalOnly : t.declared.perProject),
    },
    { key: 'implied', head: heads.implied, cell: (permission) => <Implied {...permission} /> },
    { key: 'acts', head: heads.acts, cell: (permission) => <Acts permission={permission} {...acts} /> },
  ];
}

function Implied({ implied }: Permission) {
  if (implied.length === 0) return <Faint>{t.declared.none}</Faint>;
  return (
    <TagRow
      items={implied.map(({ key, name }) => ({ id: key, text: name }))}
      moreText={(count) => t.declared.more({ count })}
    />
  );
}

function Acts({ permission, refusal, onEdit, onWithdraw }: PermissionActs & { permission: Permission }) {
  const { name } = permission;
  return (
    <span className="service-id">
      <IconButton
        label={t.declared.edit({ name })}
        icon={<PencilIcon />}
        disabledReason={refusal}
        onClick={() => onEdit(permission)}
      />
      <IconButton
        label={t.declared.withdraw({ name })}
        icon={<BinIcon />}
        disabledReason={refusal}
        onClick={() => onWithdraw(permission)}
      />
    </span>
  );
}
