import './services.css';
import type { Service, ServiceSecret } from '@countersign/sdk';
import { skipToken, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { LastAccess } from '../../lib/last-access.tsx';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { useNow } from '../../lib/now.ts';
import { PagePart } from '../../lib/page/page-part.tsx';
import { Button } from '../../ui/button.tsx';
import { Copy } from '../../ui/copy.tsx';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { Faint } from '../../ui/faint.tsx';
import { BinIcon, KeyIcon } from '../../ui/icons.tsx';
import { EndSecret } from './end-secret.tsx';
import { earlierIn, secretsQuery } from './queries.ts';
import { RotateSecret } from './rotate-secret.tsx';

export interface SecretPartProps {
  readonly service: Service;
  /** Why no secret can be made or ended; undefined where it can. */
  readonly refusal: string | undefined;
}

/** What is known of the secrets of a service; never a secret. */
export function SecretPart({ service, refusal }: SecretPartProps) {
  const now = useNow();
  const [isRotating, setRotating] = useState(false);
  const [isEnding, setEnding] = useState(false);
  const { id, secretHint } = service;
  const maySee = secretHint !== undefined;
  const secrets = useQuery(maySee ? secretsQuery(id) : { queryKey: ['services', id], queryFn: skipToken });
  const inForce = secrets.data?.find(({ expires }) => expires === null);
  const earlier = earlierIn(secrets.data, now);
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
          ...(inForce === undefined ? [] : factsOf(inForce, now)),
          ...(secretHint === null
            ? [{ label: t.services.secretHint, value: <Faint>{t.services.noSecret}</Faint> }]
            : []),
        ]}
      />
      {secrets.error !== null && (
        <FailurePanel
          error={secrets.error}
          title={t.services.secretsFailed}
          kind="read"
          onRetry={() => void secrets.refetch()}
        />
      )}
      {earlier !== undefined && (
        <section className="service-earlier" aria-label={t.services.earlier}>
          <h3>{t.services.earlier}</h3>
          <Facts
            facts={[
              ...factsOf(earlier, now),
              {
                label: t.services.goodUntil,
                value: <Moment instant={earlier.expires} now={now} tone="warning" />,
              },
            ]}
          />
          <div>
            <Button icon={<BinIcon />} disabledReason={refusal} onClick={() => setEnding(true)}>
              {t.services.endSecret}
            </Button>
          </div>
        </section>
      )}
      <RotateSecret
        service={service}
        earlier={earlier}
        open={isRotating}
        onClose={() => setRotating(false)}
      />
      <EndSecret service={service} secret={earlier} open={isEnding} onClose={() => setEnding(false)} />
    </PagePart>
  );
}

function factsOf(secret: ServiceSecret, now: number): readonly Fact[] {
  return [
    { label: t.services.secretHint, value: <code>…{secret.hint}</code> },
    { label: t.services.secretCreated, value: <Moment instant={secret.creationTime} now={now} /> },
    { label: t.services.secretUsed, value: <LastAccess credential={secret} now={now} /> },
  ];
}
