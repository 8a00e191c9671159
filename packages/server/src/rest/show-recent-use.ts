import type { Authority } from '../authority.ts';

/**
 * Writes what was gathered in memory first, so that an answer shows the use of a moment ago. Where that cannot
 * be, the answer shows what was written before; it will be tried again.
 */
export async function showRecentUse({ uses }: Pick<Authority, 'uses'>): Promise<void> {
  await uses.flush().catch(() => undefined);
}
