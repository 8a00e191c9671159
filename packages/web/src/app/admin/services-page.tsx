import { useNavigate, useSearch } from '@tanstack/react-router';
import { ServicesList } from '../../features/services/services-list.tsx';
import { t } from '../../lib/messages.ts';
import { PageHead } from '../../lib/page/page-head.tsx';
import { pages } from '../../lib/paths.ts';

/** Administration, Integrations, Services. */
export function ServicesPage() {
  const search = useSearch({ from: pages.services });
  const navigate = useNavigate({ from: pages.services });
  return (
    <>
      <PageHead title={t.services.title} lead={t.services.lead} />
      <ServicesList
        search={search}
        onSearch={(change) =>
          void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false, replace: true })
        }
      />
    </>
  );
}
