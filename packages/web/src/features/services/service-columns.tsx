import './services.css';
import type { Service } from '@countersign/sdk';
import { Link } from '@tanstack/react-router';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { t } from '../../lib/messages.ts';
import { pages } from '../../lib/paths.ts';
import { Copy } from '../../ui/copy.tsx';
import { EntityName } from '../../ui/entity-name.tsx';
import { Faint } from '../../ui/faint.tsx';
import { TagRow } from '../../ui/tag-row.tsx';
import { HomeUrl } from './home-url-link.tsx';
import type { ServiceSortKey } from './queries.ts';

/** What the list says of each service. */
export function serviceColumns(): readonly ListColumn<Service, ServiceSortKey>[] {
  const { columns: heads } = t.services;
  return [
    {
      key: 'name',
      head: heads.name,
      names: true,
      sortBy: 'name',
      cell: ({ id, name }) => (
        <Link to={pages.serviceSettings} params={{ serviceId: id }}>
          <EntityName name={name} />
        </Link>
      ),
    },
    { key: 'clientId', head: heads.clientId, cell: (service) => <ClientId {...service} /> },
    { key: 'homeUrl', head: heads.homeUrl, cell: ({ homeUrl }) => <HomeUrl homeUrl={homeUrl} /> },
    { key: 'viewers', head: heads.viewers, cell: (service) => <OpenTo {...service} /> },
  ];
}

function ClientId({ id, name }: Service) {
  return (
    <span className="service-id">
      <code>{id}</code>
      <Copy text={id} labels={{ ...t.copy, copy: t.services.copyId({ name }) }} iconOnly />
    </span>
  );
}

function OpenTo({ viewers }: Service) {
  if (viewers.length === 0) return <Faint>{t.services.noViewers}</Faint>;
  return (
    <TagRow
      items={viewers.map(({ id, name }) => ({ id, text: name }))}
      moreText={(count) => t.declared.more({ count })}
    />
  );
}
