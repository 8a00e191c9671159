import { Faint } from '../ui/faint.tsx';
import { t } from './messages.ts';
import { Moment } from './moment.tsx';

export interface LastAccessProps {
  readonly credential: {
    readonly lastAccessTime: number | null;
    readonly lastAccessAddress: string | null;
    readonly lastAccessUserAgent: string | null;
  };
  readonly now: number;
  /** What else is known of its use, line by line. */
  readonly more?: readonly string[];
}

/** When a credential was last used; from where and with what behind it. */
export function LastAccess({ credential, now, more = [] }: LastAccessProps) {
  const { lastAccessTime, lastAccessAddress, lastAccessUserAgent } = credential;
  if (lastAccessTime === null) return <Faint>{t.tokens.neverUsed}</Faint>;
  const from = lastAccessAddress === null ? [] : [t.tokens.from({ address: lastAccessAddress })];
  return (
    <Moment
      instant={lastAccessTime}
      now={now}
      more={[...from, ...(lastAccessUserAgent ? [lastAccessUserAgent] : []), ...more]}
    />
  );
}
