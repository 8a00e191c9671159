import type { Event } from '@countersign/sdk';
import { t } from '../../lib/messages.ts';
import { TargetLink } from './target-link.tsx';

/** What an event is about, by the name it had then, and what kind of thing that is. */
export function EventTarget({ event }: { event: Event }) {
  const { targetType, targetId, targetPresentation, subject, author } = event;
  const kind = t.audit.targetType({ type: targetType });
  if (targetPresentation === targetType) return kind;
  const ownerId = subject?.id ?? (author?.type === 'user' ? author.id : undefined);
  return (
    <span className="audit-target">
      <span className="audit-name">
        <TargetLink type={targetType} id={targetId} name={targetPresentation} ownerId={ownerId} />
      </span>
      <span className="audit-soft">{kind}</span>
    </span>
  );
}
