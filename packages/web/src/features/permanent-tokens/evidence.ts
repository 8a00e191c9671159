/** What a token was used for, in words: what would break if it were deleted. */
import type { PermanentToken } from '@countersign/sdk';
import { t } from '../../lib/messages.ts';
import { formatRelative } from '../../lib/time.ts';

export type UsedToken = Pick<PermanentToken, 'recentUse' | 'lastAccessTime' | 'expires' | 'scope'>;

/** One sentence for a single token. */
export function evidenceSentence({ recentUse, lastAccessTime }: UsedToken, now: number): string {
  if (lastAccessTime === null) return t.deletion.never;
  const { days, count, addresses, services } = recentUse;
  const last = formatRelative(lastAccessTime, now);
  if (count === 0) return t.deletion.notLately({ days, last });
  const names = services.map(({ service, count }) => t.deletion.service({ name: service.name, count }));
  return t.deletion.used({ count, days, addresses, services: names, last });
}

/** The same in a few words, for a list of several. */
export function evidenceNote({ recentUse: { count, days }, lastAccessTime }: UsedToken): string {
  return lastAccessTime === null ? t.deletion.neverShort : t.deletion.count({ count, days });
}

/** What stops, now that nothing else is in the way. */
export function consequence({ expires, scope }: UsedToken, now: number): string {
  if (expires !== null && expires <= now) return t.deletion.expired;
  return t.deletion.stops({ services: scope.map((service) => service.name) });
}
