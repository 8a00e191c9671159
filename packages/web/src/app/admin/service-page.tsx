import type { Service } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { hasOAuthSettings, serviceQuery } from '../../features/services/queries.ts';
import { t } from '../../lib/messages.ts';
import { EntityPage } from '../../lib/page/entity-page.tsx';
import { pages } from '../../lib/paths.ts';

export interface ServicePageProps {
  readonly serviceId: string;
  readonly children: (service: Service) => ReactNode;
}

/** What the tabs of one service have around them. */
export function ServicePage({ serviceId, children }: ServicePageProps) {
  const service = useQuery(serviceQuery(serviceId));
  const params = { serviceId };
  const { tabs } = t.services;
  return (
    <EntityPage
      entity={service}
      what={t.services.one}
      list={<Link to={pages.services}>{t.services.title}</Link>}
      titleOf={({ name }) => name}
      tabs={{
        label: t.services.tabsLabel,
        links: (
          <>
            <Link className="tab" to={pages.serviceSettings} params={params}>
              {tabs.settings}
            </Link>
            <Link className="tab" to={pages.servicePermissions} params={params}>
              {tabs.permissions}
            </Link>
            <Link className="tab" to={pages.serviceAccess} params={params}>
              {tabs.access}
            </Link>
            {service.data !== undefined && hasOAuthSettings(service.data) && (
              <Link className="tab" to={pages.serviceOAuth} params={params}>
                {tabs.oauth}
              </Link>
            )}
          </>
        ),
      }}
    >
      {children}
    </EntityPage>
  );
}
