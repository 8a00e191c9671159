import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { t } from '../../lib/messages.ts';
import { pages } from '../../lib/paths.ts';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/empty.tsx';
import { UserIcon } from '../../ui/icons.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { deletedUserQuery } from './queries.ts';

export interface MissingUserProps {
  readonly userId: string;
  /** What stands here where the log knows nothing either, or is not for the viewer to read. */
  readonly failure: ReactNode;
}

/** Where an account was that is gone: links of the log lead here for ever. What it did is still told there. */
export function MissingUser({ userId, failure }: MissingUserProps) {
  const { data: name, isPending } = useQuery(deletedUserQuery(userId));
  if (isPending) return <Skeleton label={t.frame.loading} lines={3} />;
  if (name == null) return failure;
  return (
    <Card>
      <Empty
        icon={<UserIcon />}
        text={t.user.deleted({ name })}
        act={
          <Link to={pages.audit} search={{ query: `target: ${userId}` }}>
            {t.user.deletedEvents}
          </Link>
        }
      />
    </Card>
  );
}
