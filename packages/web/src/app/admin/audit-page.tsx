import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { AuditLog } from '../../features/audit/audit-log.tsx';
import { t } from '../../lib/messages.ts';
import { PageHead } from '../../lib/page/page-head.tsx';
import { pages } from '../../lib/paths.ts';
import { meQuery } from '../../lib/queries.ts';

/** Administration, Server, Audit log. */
export function AuditPage() {
  const search = useSearch({ from: pages.audit });
  const navigate = useNavigate({ from: pages.audit });
  const { data: me } = useQuery(meQuery);
  if (me === undefined) return null;
  return (
    <>
      <PageHead title={t.audit.title} lead={t.audit.lead} />
      <AuditLog
        myId={me.id}
        search={search}
        onSearch={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false, replace: true })
        }
      />
    </>
  );
}
