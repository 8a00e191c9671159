import type { UserGroup } from '@countersign/sdk';
import { Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useActs } from '../../lib/acts.ts';
import { GivenRoles } from '../../lib/give-role/given-roles.tsx';
import { GroupLink } from '../../lib/group-link.tsx';
import type { ListSearch } from '../../lib/list/list-view.ts';
import { t } from '../../lib/messages.ts';
import { PageSection, PageSections } from '../../lib/page/page-section.tsx';
import { pages } from '../../lib/paths.ts';
import { Card } from '../../ui/card.tsx';
import { Faint } from '../../ui/faint.tsx';

export interface GroupAccessProps {
  readonly group: UserGroup;
  readonly search: ListSearch;
  /** To be merged into the address. */
  readonly onSearch: (change: ListSearch) => void;
}

/** What its members may do by being in the group. */
export function GroupAccess({ group, search, onSearch }: GroupAccessProps) {
  const { id, name, parent, services } = group;
  const refusal = useActs('usergroups', id).reasonOf('assignRole');
  return (
    <PageSections>
      <PageSection
        title={t.groups.roles}
        lead={
          parent !== null && (
            <>
              {t.groups.inherits.before}
              <GroupLink group={parent} />
              {t.groups.inherits.after}
            </>
          )
        }
      >
        <GivenRoles
          fixed={{ kind: 'group', id, name }}
          refusal={refusal}
          emptyText={t.groups.noRoles({ name })}
          search={search}
          onSearch={onSearch}
        />
      </PageSection>
      <PageSection title={t.groups.services} lead={t.groups.servicesLead}>
        <Card padded>
          {services.length === 0 ? (
            <Faint>{t.groups.noServices}</Faint>
          ) : (
            services.map((service, index) => (
              <Fragment key={service.id}>
                {index > 0 && ', '}
                <Link to={pages.serviceSettings} params={{ serviceId: service.id }}>
                  <bdi>{service.name}</bdi>
                </Link>
              </Fragment>
            ))
          )}
        </Card>
      </PageSection>
    </PageSections>
  );
}
