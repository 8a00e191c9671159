import { authorityServiceId, type Origin, type ServiceSecretId } from '@countersign/core';
import type { Authority } from '../authority.ts';

/** Notes in memory that a service showed a secret: the old one may go when nobody shows it any more. */
export function noteSecretUse(
  { uses, clock }: Pick<Authority, 'uses' | 'clock'>,
  credentialId: ServiceSecretId,
  { address, userAgent }: Pick<Origin, 'address' | 'userAgent'>,
): void {
  uses.note({ credentialId, serviceId: authorityServiceId, at: clock.now(), address, userAgent });
}
