import { useParams } from '@tanstack/react-router';
import { ServiceAccess } from '../../features/services/service-access.tsx';
import { pages } from '../../lib/paths.ts';
import { ServicePage } from './service-page.tsx';

/** One service: whom it is open to. */
export function ServiceAccessPage() {
  const { serviceId } = useParams({ from: pages.serviceAccess });
  return (
    <ServicePage serviceId={serviceId}>
      {(service) => <ServiceAccess key={service.id} service={service} />}
    </ServicePage>
  );
}
