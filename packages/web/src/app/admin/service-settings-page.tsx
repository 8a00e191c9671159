import { useNavigate, useParams } from '@tanstack/react-router';
import { ServiceSettings } from '../../features/services/service-settings.tsx';
import { pages } from '../../lib/paths.ts';
import { ServicePage } from './service-page.tsx';

/** One service: what it is called, its secret, its end. */
export function ServiceSettingsPage() {
  const { serviceId } = useParams({ from: pages.serviceSettings });
  const navigate = useNavigate();
  return (
    <ServicePage serviceId={serviceId}>
      {(service) => (
        <ServiceSettings
          key={service.id}
          service={service}
          onDeleted={() => navigate({ to: pages.services })}
        />
      )}
    </ServicePage>
  );
}
