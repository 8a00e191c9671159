import type { Event } from '@countersign/sdk';
import { Link } from '@tanstack/react-router';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { pages } from '../../lib/paths.ts';
import type { TableColumn } from '../../ui/table.tsx';
import { EventAuthor, type EventAuthorProps } from './event-author.tsx';
import { EventResult } from './event-result.tsx';
import { EventTarget } from './event-target.tsx';

export interface EventColumnsInput extends Omit<EventAuthorProps, 'event'> {
  readonly now: number;
}

/** What the log says of each event; what happened leads to all that is known of it. */
export function eventColumns({ now, ...author }: EventColumnsInput): readonly TableColumn<Event>[] {
  const { columns: heads } = t.audit;
  return [
    {
      key: 'time',
      head: heads.time,
      cell: ({ timestamp }) => <Moment instant={timestamp} now={now} />,
    },
    { key: 'author', head: heads.author, cell: (event) => <EventAuthor event={event} {...author} /> },
    {
      key: 'act',
      head: heads.act,
      names: true,
      cell: (event) => (
        <Link to={pages.audit} search={(before) => ({ ...before, event: event.id })} resetScroll={false}>
          {t.audit.act(event)}
        </Link>
      ),
    },
    { key: 'target', head: heads.target, cell: (event) => <EventTarget event={event} /> },
    {
      key: 'address',
      head: heads.address,
      cell: ({ ipAddress }) => ipAddress ?? <span className="audit-none">{t.audit.noAddress}</span>,
    },
    { key: 'result', head: heads.result, cell: ({ result }) => <EventResult result={result} /> },
  ];
}
