import type { Event } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { t } from '../../lib/messages.ts';
import { pages } from '../../lib/paths.ts';
import { Dialog, DialogBody } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Difference, EventValue } from './difference.tsx';
import type { EventAuthorProps } from './event-author.tsx';
import { EventFacts } from './event-facts.tsx';
import { eventQuery, tokenNamesQuery, tokensUsedIn } from './queries.ts';
import { queryWord } from './query-words.ts';

export interface EventDialogProps {
  /** The number of the event that is open. */
  readonly number: number;
  readonly open: boolean;
  readonly myId: string;
  readonly onClose: () => void;
  readonly onClosed: () => void;
}

/** Everything that is known of one event, and the ways on from it. */
export function EventDialog({ number, open, myId, onClose, onClosed }: EventDialogProps) {
  const { data: event, error, refetch } = useQuery(eventQuery(number));
  const { data: tokenNames = {} } = useQuery(
    tokenNamesQuery(event === undefined ? [] : tokensUsedIn([event])),
  );
  return (
    <Dialog
      size="large"
      open={open}
      title={event === undefined ? t.audit.event({ number }) : t.audit.act(event)}
      closeLabel={t.frame.close}
      onClose={onClose}
      onClosed={onClosed}
    >
      <DialogBody>
        {event !== undefined ? (
          <Body event={event} myId={myId} tokenNames={tokenNames} />
        ) : error === null ? (
          <Skeleton label={t.frame.loading} lines={6} />
        ) : (
          <FailurePanel
            error={error}
            title={t.failure.loading({ what: t.audit.one })}
            kind="read"
            onRetry={() => void refetch()}
          />
        )}
      </DialogBody>
    </Dialog>
  );
}

function Body(props: EventAuthorProps) {
  const { event } = props;
  const details = Object.entries(event.details);
  return (
    <>
      <EventFacts {...props} />
      {event.changes.length > 0 && (
        <section className="audit-section">
          <h3>{t.audit.changes}</h3>
          <Difference changes={event.changes} />
        </section>
      )}
      {details.length > 0 && (
        <section className="audit-section">
          <h3>{t.audit.details}</h3>
          <Facts
            facts={details.map(([label, value]) => ({
              label,
              value: <EventValue field={label} value={value} />,
            }))}
          />
        </section>
      )}
      <SeeAlso event={event} />
    </>
  );
}

/** What else the log has about the same. */
function SeeAlso({ event: { requestId, targetId, author } }: { event: Event }) {
  const ways = [
    { label: t.audit.sameRequest, name: 'request', value: requestId },
    { label: t.audit.sameTarget, name: 'target', value: targetId },
    { label: t.audit.sameAuthor, name: 'author', value: author?.id ?? null },
  ];
  return (
    <nav className="audit-more" aria-label={t.audit.more}>
      {ways.map(({ label, name, value }) =>
        value === null ? null : (
          <Link
            key={name}
            to={pages.audit}
            search={(before) => ({ ...before, event: undefined, query: queryWord(name, value) })}
          >
            {label}
          </Link>
        ),
      )}
    </nav>
  );
}
