import type { ApplicationPassword } from '@countersign/sdk';
import { LastAccess } from '../../lib/last-access.tsx';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { EntityName } from '../../ui/entity-name.tsx';
import { Faint } from '../../ui/faint.tsx';
import { Tag } from '../../ui/tag.tsx';

/** What the list says of each application password. */
export function passwordColumns(now: number): readonly ListColumn<ApplicationPassword, 'name'>[] {
  const { columns: heads } = t.applicationPasswords;
  return [
    { key: 'name', head: heads.name, names: true, cell: ({ name }) => <EntityName name={name} /> },
    {
      key: 'service',
      head: heads.service,
      cell: ({ service }) =>
        service === null ? <Faint>{t.applicationPasswords.allServices}</Faint> : <Tag>{service.name}</Tag>,
    },
    {
      key: 'created',
      head: heads.created,
      cell: ({ creationTime }) => <Moment instant={creationTime} now={now} />,
    },
    {
      key: 'lastAccess',
      head: heads.lastAccess,
      cell: (password) => <LastAccess credential={password} now={now} />,
    },
  ];
}
