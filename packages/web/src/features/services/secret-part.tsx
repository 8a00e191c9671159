import type { Service } from '@countersign/sdk';
import { useState } from 'react';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { useNow } from '../../lib/now.ts';
import { PagePart } from '../../lib/page/page-part.tsx';
import { Button } from '../../ui/button.tsx';
import { Copy } from '../../ui/copy.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Faint } from '../../ui/faint.tsx';
import { KeyIcon } from '../../ui/icons.tsx';
import { RotateSecret } from './rotate-secret.tsx';

/** What is known of the secret of a service; never the secret. */
export function SecretPart({ service, refusal }: { service: Service; refusal: string | undefined }) {
  const now = useNow();
  const [isRotating, setRotating] = useState(false);
  const { id, secretHint, secretCreationTime } = service;
  const none = <Faint>{t.services.noSecret}</Faint>;
  return (
    <PagePart
      title={t.services.secret}
      lead={t.services.secretLead}
      acts={
        <Button icon={<KeyIcon />} disabledReason={refusal} onClick={() => setRotating(true)}>
          {t.services.rotate}
        </Button>
      }
    >
      <Facts
        facts={[
          {
            label: t.services.clientId,
            value: (
              <span className="service-id">
                <code>{id}</code>
                <Copy text={id} labels={{ ...t.copy, copy: t.services.copyClientId }} iconOnly />
              </span>
            ),
          },
          {
            label: t.services.secretHint,
            value: secretHint == null ? none : <code>…{secretHint}</code>,
          },
          {
            label: t.services.secretCreated,
            value: secretCreationTime == null ? none : <Moment instant={secretCreationTime} now={now} />,
          },
        ]}
      />
      <RotateSecret service={service} open={isRotating} onClose={() => setRotating(false)} />
    </PagePart>
  );
}
