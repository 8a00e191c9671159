import type { Event } from '@countersign/sdk';
import { t } from '../../lib/messages.ts';
import { UserLink } from '../../lib/user-link.tsx';
import { TargetLink } from './target-link.tsx';

export interface EventAuthorProps {
  readonly event: Event;
  readonly myId: string;
  /** What tokens are called, by id. */
  readonly tokenNames: Readonly<Record<string, string>>;
}

/** Who acted, and with what: the token by its name, as somebody may have many. */
export function EventAuthor({ event, myId, tokenNames }: EventAuthorProps) {
  const { credential } = event;
  return (
    <div>
      <Who event={event} myId={myId} />
      {credential?.type === 'permanentToken' && (
        <span className="audit-soft audit-name">{t.audit.viaToken({ name: tokenNames[credential.id] })}</span>
      )}
    </div>
  );
}

function Who({
  event: { author, authorType, authorPresentation },
  myId,
}: Pick<EventAuthorProps, 'event' | 'myId'>) {
  if (author?.type === 'user')
    return <UserLink user={{ id: author.id, login: author.name ?? '' }} myId={myId} />;
  if (author?.type === 'service')
    return <TargetLink type="service" id={author.id} name={author.name ?? author.id} />;
  if (authorType === 'system') return t.audit.system;
  return authorType === 'anonymous' ? t.audit.anonymous : authorPresentation;
}
