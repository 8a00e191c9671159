import { useEffect, useRef, useState } from 'react';
import { client, paths } from './api.ts';
import { t } from './messages.ts';

/**
 * The way on where signing in was too long ago: in a new tab, so that what was typed here stays. Back here it says
 * whether it is done; a confirmed sign-in is a new session, and so it is known by its id.
 */
export function ConfirmIdentity() {
  const before = useRef<string>(undefined);
  const [isConfirmed, setConfirmed] = useState(false);
  useEffect(() => {
    const end = new AbortController();
    const look = async () => {
      const id = await currentSession(end.signal);
      before.current ??= id;
      if (id !== undefined && id !== before.current) setConfirmed(true);
    };
    // An answer that does not come leaves the link where it is.
    const lookQuietly = () => void look().catch(() => undefined);
    lookQuietly();
    addEventListener('focus', lookQuietly, { signal: end.signal });
    return () => end.abort();
  }, []);
  return isConfirmed ? (
    <p role="status">{t.failure.confirmed}</p>
  ) : (
    <a href={paths.confirmIdentity} target="_blank" rel="noopener">
      {t.failure.remedies['sign-in-again'].elsewhere}
    </a>
  );
}

async function currentSession(signal: AbortSignal): Promise<string | undefined> {
  const { sessions } = await client.sessions.list('me', { top: 1, signal });
  return sessions.find(({ current }) => current)?.id;
}
