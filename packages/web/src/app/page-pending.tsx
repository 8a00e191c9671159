import { t } from '../lib/messages.ts';
import { Skeleton } from '../ui/skeleton.tsx';

/** Stands where a page will be, while its code is on its way. */
export function PagePending() {
  return <Skeleton label={t.frame.loading} lines={6} />;
}
