import { onlineManager } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { t } from '../lib/messages.ts';
import { Notice } from '../ui/notice.tsx';

/** Stands under the head for as long as the browser has no network. */
export function OfflineBanner() {
  const online = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  );
  return (
    <div className="offline" role="status">
      {online ? null : <Notice tone="warning">{t.frame.offline}</Notice>}
    </div>
  );
}
