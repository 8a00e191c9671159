import { twoFactorPath } from '../session-entry.ts';
import { visitsTo } from '../visit.ts';

/** How the pages about one's own second factor receive their visitors. */
export const { forVisitors, refuseVisit } = visitsTo(twoFactorPath);
