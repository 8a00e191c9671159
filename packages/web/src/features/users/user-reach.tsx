import './user-reach.css';
import type { User } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { t } from '../../lib/messages.ts';
import { PageSection } from '../../lib/page/page-section.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tag } from '../../ui/tag.tsx';
import { placesOf } from './places-of.ts';

/** All roles together, with what their permissions imply: what a user may do, place by place. */
export function UserReach({ user: { id, login } }: { user: User }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['users', id, 'reach'],
    queryFn: ({ signal }) => client.permissions.cache({ principal: id, signal }),
  });
  return (
    <PageSection title={t.userAccess.reach({ login })} lead={t.userAccess.reachLead}>
      {data !== undefined ? (
        <Card padded>
          {data.length === 0 ? (
            <p>{t.userAccess.reachNone({ login })}</p>
          ) : (
            <Facts
              facts={placesOf(data).map(({ place, permissions }) => ({
                label: place ?? t.userAccess.reachEverywhere,
                value: (
                  <ul className="reach">
                    {permissions.map(({ key, name }) => (
                      <li key={key}>
                        <Tag>{name}</Tag>
                      </li>
                    ))}
                  </ul>
                ),
              }))}
            />
          )}
        </Card>
      ) : error === null ? (
        <Skeleton label={t.frame.loading} lines={4} />
      ) : (
        <FailurePanel
          error={error}
          title={t.failure.loading({ what: t.userAccess.reachWhat })}
          kind="read"
          onRetry={() => void refetch()}
        />
      )}
    </PageSection>
  );
}
