import type { Event } from '@countersign/sdk';
import { t } from '../../lib/messages.ts';
import { BanIcon, WarningIcon } from '../../ui/icons.tsx';
import { Tag } from '../../ui/tag.tsx';

/** How it ended; only what is out of the ordinary stands out. */
export function EventResult({ result }: Pick<Event, 'result'>) {
  const text = t.audit.results[result];
  if (result === 'success') return text;
  return result === 'refused' ? (
    <Tag tone="warning" icon={<BanIcon />}>
      {text}
    </Tag>
  ) : (
    <Tag tone="danger" icon={<WarningIcon />}>
      {text}
    </Tag>
  );
}
