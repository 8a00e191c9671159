import { useParams } from '@tanstack/react-router';
import { ServiceOAuth } from '../../features/services/service-oauth.tsx';
import { pages } from '../../lib/paths.ts';
import { ServicePage } from './service-page.tsx';

/** One service: how it takes part in OAuth. */
export function ServiceOAuthPage() {
  const { serviceId } = useParams({ from: pages.serviceOAuth });
  return (
    <ServicePage serviceId={serviceId}>
      {(service) => <ServiceOAuth key={service.id} service={service} />}
    </ServicePage>
  );
}
