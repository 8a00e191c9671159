import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ServicePermissions } from '../../features/services/service-permissions.tsx';
import { pages } from '../../lib/paths.ts';
import { ServicePage } from './service-page.tsx';

/** One service: what it declares. */
export function ServicePermissionsPage() {
  const { serviceId } = useParams({ from: pages.servicePermissions });
  const search = useSearch({ from: pages.servicePermissions });
  const navigate = useNavigate({ from: pages.servicePermissions });
  return (
    <ServicePage serviceId={serviceId}>
      {(service) => (
        <ServicePermissions
          key={service.id}
          service={service}
          search={search}
          onSearch={(change) =>
            void navigate({
              search: (before) => ({ ...before, ...change }),
              resetScroll: false,
              replace: true,
            })
          }
        />
      )}
    </ServicePage>
  );
}
