import './services.css';
import type { Service, UntrustedRedirectUri } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useActs } from '../../lib/acts.ts';
import { sentence } from '../../lib/failure.ts';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { useNow } from '../../lib/now.ts';
import { PagePart } from '../../lib/page/page-part.tsx';
import { Button } from '../../ui/button.tsx';
import { Faint } from '../../ui/faint.tsx';
import { BinIcon, PlusIcon } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { AddRedirect } from './add-redirect.tsx';
import { DismissRedirect } from './dismiss-redirect.tsx';
import { refusedRedirectsQuery } from './queries.ts';
import { hostOf } from './redirect-host.ts';

/** As many as are kept of one service: further ones push out the oldest. */
const keptMax = 20;

/** Addresses at which the service wanted its users back and that are not registered: added or dismissed one by one. */
export function RefusedRedirects({ service }: { service: Service }) {
  const refusal = useActs('services', service.id).reasonOf('update');
  const now = useNow();
  const { data, error, refetch } = useQuery(refusedRedirectsQuery(service.id));
  const [asked, setAsked] = useState<{
    readonly act: 'add' | 'dismiss';
    readonly uri: UntrustedRedirectUri;
  }>();
  const [isOpen, setOpen] = useState(false);
  const words = t.refusedRedirects;
  const onAsk = (act: 'add' | 'dismiss', uri: UntrustedRedirectUri) => {
    setAsked({ act, uri });
    setOpen(true);
  };
  const common = { service, onClose: () => setOpen(false) };
  return (
    <PagePart title={words.title} lead={words.lead}>
      {error !== null && (
        <FailurePanel error={error} title={words.unread} kind="read" onRetry={() => void refetch()} />
      )}
      {data?.length === 0 && <Faint>{words.none}</Faint>}
      {data !== undefined && data.length > 0 && <Notice tone="warning">{words.anybody}</Notice>}
      {data !== undefined && data.length >= keptMax && <p>{words.full}</p>}
      <ul className="refused-list">
        {data?.map((uri) => (
          <li key={uri.id} className="refused">
            <div className="refused-uri">
              <strong>{hostOf(uri.redirectURI)}</strong>
              <code>{uri.redirectURI}</code>
              <span className="refused-when">
                {words.tried({ count: uri.count })} <Moment instant={uri.triedAt} now={now} />
                {uri.triedFrom !== null && ` ${words.from({ address: uri.triedFrom })}`}
              </span>
              {uri.rule !== null && <span>{words.cannot({ rule: sentence(uri.rule) })}</span>}
            </div>
            <div className="refused-acts">
              <Button
                icon={<PlusIcon />}
                aria-label={words.addOne({ uri: uri.redirectURI })}
                disabledReason={
                  refusal ?? (uri.rule === null ? undefined : words.cannot({ rule: sentence(uri.rule) }))
                }
                onClick={() => onAsk('add', uri)}
              >
                {words.add}
              </Button>
              <Button
                icon={<BinIcon />}
                aria-label={words.dismissOne({ uri: uri.redirectURI })}
                disabledReason={refusal}
                onClick={() => onAsk('dismiss', uri)}
              >
                {words.dismiss}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {asked !== undefined && (
        <>
          <AddRedirect {...common} uri={asked.uri} open={isOpen && asked.act === 'add'} />
          <DismissRedirect {...common} uri={asked.uri} open={isOpen && asked.act === 'dismiss'} />
        </>
      )}
    </PagePart>
  );
}
