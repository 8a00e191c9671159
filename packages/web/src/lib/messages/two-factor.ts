/** Two-factor authentication: whether it is on and with what, and its end. */
import { formatNumber, plural } from '../format.ts';
import type { Owned } from './permanent-tokens.ts';

export const twoFactor = {
  title: 'Two-factor authentication',
  what: ({ login }: Owned) =>
    login === undefined ? 'Your two-factor authentication' : `The two-factor authentication of ${login}`,
  lead: ({ login }: Owned) =>
    `With it, signing in asks ${login ?? 'you'} for a code of an authenticator app, or for a passkey, beside the password.`,
  state: 'State',
  on: 'On',
  off: 'Off',
  required: 'Required by a group',
  requiredFrom: ({ date }: { date: string }) => `Required by a group from ${date} on`,
  devices: 'Devices',
  kinds: { app: 'authenticator app', passkey: 'passkey' },
  added: 'added',
  used: 'last used',
  neverUsed: 'never used',
  recoveryCodes: 'Recovery codes',
  codesLeft: ({ count }: { count: number }) => (count === 0 ? 'None left' : `${formatNumber(count)} left`),
  fewCodes: ({ count, login }: Owned & { count: number }) => {
    const left =
      count === 0
        ? 'No recovery code is left'
        : `Only ${plural(count, { one: '# recovery code is', other: '# recovery codes are' })} left`;
    return login === undefined
      ? `${left}. Make new ones before you lose the device.`
      : `${left}. ${login} can make new ones.`;
  },
  setUp: 'Set up…',
  manage: 'Manage…',
  turnOff: 'Turn off…',
  isOff: 'It is off already.',
  offTitle: ({ login }: { login: string }) => `Turn off two-factor authentication of ${login}?`,
  offText: ({ login }: { login: string }) =>
    `The devices and recovery codes of ${login} end at once, and so do all sessions. From then on a password alone signs ${login} in.`,
  offAgain: ({ login }: { login: string }) =>
    `A group requires two-factor authentication: until it is set up again, ${login} can do little more than that.`,
  offPasswords: ({ count, login }: { count: number; login: string }) =>
    count === 1
      ? `The application password of ${login} ends with it: the program that uses it stops working.`
      : `${formatNumber(count)} application passwords of ${login} end with it: the programs that use them stop working.`,
  offPasswordsUncounted: ({ login }: { login: string }) =>
    `All application passwords of ${login} end with it: the programs that use them stop working.`,
  offSubmit: 'Turn off',
  offFailed: 'Two-factor authentication was not turned off',
  offDone: ({ login }: { login: string }) => `Two-factor authentication of ${login} is off.`,
} as const;
