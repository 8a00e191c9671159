import type {
  StartedTwoFactor,
  TwoFactorStart,
  TwoFactorAuthentication as TwoFactorState,
} from '@countersign/api';
import type { RequestOptions, Transport } from './transport.ts';

export interface TwoFactorAuthentication {
  /** Whether signing in asks the user for more than a password, and with what they answer; never a code. */
  get(userId: string, options?: RequestOptions): Promise<TwoFactorState>;
  /** Begins to set up an authenticator app. Its answer alone shows the key and the recovery codes. */
  start(userId: string, app?: TwoFactorStart, options?: RequestOptions): Promise<StartedTwoFactor>;
  /** Turns the app on by a code of it; whoever does that says that the recovery codes are kept. */
  confirm(userId: string, code: string, options?: RequestOptions): Promise<TwoFactorState>;
  /** Ends every device and recovery code of the user. Only in a session that was opened a moment ago. */
  turnOff(userId: string, options?: RequestOptions): Promise<void>;
}

export function twoFactorAuthenticationOver(request: Transport): TwoFactorAuthentication {
  const path = (userId: string) => ['users', userId, 'twoFactorAuthentication'];
  return {
    get: (userId, { signal } = {}) => request({ method: 'GET', path: path(userId), signal }),
    start: (userId, body = {}, { signal } = {}) =>
      request({ method: 'POST', path: path(userId), body, signal }),
    confirm: (userId, code, { signal } = {}) =>
      request({ method: 'POST', path: [...path(userId), 'confirm'], body: { code }, signal }),
    turnOff: (userId, { signal } = {}) => request({ method: 'DELETE', path: path(userId), signal }),
  };
}
