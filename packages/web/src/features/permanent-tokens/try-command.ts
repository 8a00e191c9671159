/** A command that shows at once whether a new token works, ready to be pasted into a shell. */
import type { IssuedPermanentToken } from '@countersign/sdk';
import { pathsUnder } from '../../lib/paths.ts';

/** The authority as a service of itself: a token for it may use the authority's own API. */
const authorityServiceId = '0-0-0-0-0';

export type TryCommand =
  | { readonly kind: 'me'; readonly command: string }
  /** Asks as the proxy in front of a service does. */
  | { readonly kind: 'door'; readonly command: string; readonly service: string };

export function tryCommand(
  { token, scope }: Pick<IssuedPermanentToken, 'token' | 'scope'>,
  publicUrl: string,
): TryCommand | undefined {
  const api = pathsUnder('').api(publicUrl);
  const header = `-H "Authorization: Bearer ${token}"`;
  if (scope.some((service) => service.id === authorityServiceId)) {
    return { kind: 'me', command: `curl ${header} ${api.me}` };
  }
  const [service] = scope;
  if (service === undefined) return undefined;
  const command = `curl -i ${header} "${api.authRequest(service.key)}"`;
  return { kind: 'door', command, service: service.name };
}
