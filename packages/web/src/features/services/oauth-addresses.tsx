import type { Service } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { basePath } from '../../lib/base-path.ts';
import { t } from '../../lib/messages.ts';
import { PagePart } from '../../lib/page/page-part.tsx';
import { pathsUnder } from '../../lib/paths.ts';
import { settingsQuery } from '../../lib/queries.ts';
import { Copy } from '../../ui/copy.tsx';
import { Facts } from '../../ui/facts.tsx';

/** What the service has to be told of this authority. */
export function OAuthAddresses({ service }: { service: Service }) {
  const settings = useQuery(settingsQuery);
  const { issuer, authorize, token } = pathsUnder('').api(
    settings.data?.publicUrl ?? `${location.origin}${basePath}`,
  );
  const facts = [
    { label: t.services.clientId, text: service.id },
    { label: t.oauth.issuer, text: issuer },
    { label: t.oauth.authorization, text: authorize },
    { label: t.oauth.token, text: token },
  ];
  return (
    <PagePart title={t.oauth.endpoints} lead={t.oauth.endpointsLead}>
      <Facts
        facts={facts.map(({ label, text }) => ({
          label,
          value: (
            <span className="service-id">
              <code>{text}</code>
              <Copy text={text} labels={{ ...t.copy, copy: t.oauth.copy({ what: label }) }} iconOnly />
            </span>
          ),
        }))}
      />
    </PagePart>
  );
}
