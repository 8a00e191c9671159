import { useQuery } from '@tanstack/react-query';
import { client } from '../../lib/api.ts';
import { t } from '../../lib/messages.ts';
import { formatExact } from '../../lib/time.ts';
import { UserLink } from '../../lib/user-link.tsx';
import { Copy } from '../../ui/copy.tsx';
import { Facts } from '../../ui/facts.tsx';
import { EventAuthor, type EventAuthorProps } from './event-author.tsx';
import { EventResult } from './event-result.tsx';
import { EventTarget } from './event-target.tsx';

/** All of an event but what it changed. */
export function EventFacts(props: EventAuthorProps) {
  const { event, myId } = props;
  const { timestamp, subject, ipAddress, userAgent, requestId, hash } = event;
  const { local, utc } = formatExact(timestamp);
  const { facts } = t.audit;
  const none = <span className="audit-none">{t.audit.noAddress}</span>;
  return (
    <Facts
      facts={[
        { label: facts.time, value: local === utc ? local : `${local} · ${utc}` },
        { label: facts.author, value: <EventAuthor {...props} /> },
        { label: facts.target, value: <EventTarget event={event} /> },
        ...(subject === null
          ? []
          : [{ label: facts.subject, value: <Subject userId={subject.id} myId={myId} /> }]),
        { label: facts.result, value: <EventResult result={event.result} /> },
        { label: facts.address, value: ipAddress ?? none },
        { label: facts.userAgent, value: userAgent ?? none },
        {
          label: facts.request,
          value:
            requestId === null ? (
              none
            ) : (
              <span className="audit-request">
                <code>{requestId}</code>
                <Copy text={requestId} labels={{ ...t.copy, copy: t.audit.copyRequest }} iconOnly />
              </span>
            ),
        },
        { label: facts.hash, value: <code>{hash}</code> },
      ]}
    />
  );
}

/** The event has only the id; whoever is gone keeps nothing else. */
function Subject({ userId, myId }: { userId: string; myId: string }) {
  const { data } = useQuery({
    queryKey: ['users', userId],
    queryFn: ({ signal }) => client.users.get(userId, { signal }),
    retry: false,
  });
  return <UserLink user={{ id: userId, login: data?.login ?? '' }} myId={myId} />;
}
