/** Where somebody is signed in. */
import type { Owned } from './permanent-tokens.ts';

export const sessions = {
  title: 'Sessions',
  what: ({ login }: Owned) => (login === undefined ? 'Your sessions' : `The sessions of ${login}`),
  lead: ({ login }: Owned) =>
    login === undefined
      ? 'Where you are signed in. End what you do not know.'
      : `Where ${login} is signed in.`,
  none: ({ login }: Owned) => `${login ?? 'Nobody'} is not signed in anywhere.`,
  thisOne: 'This one',
  secondFactor: 'Two-factor',
  unknownDevice: 'Unknown device',
  unknownAddress: 'unknown address',
  signedIn: 'signed in',
  lastActive: 'last active',
  signOut: 'Sign out…',
  signOutLabel: ({ device }: { device: string }) => `Sign out ${device}…`,
  signOutTitle: ({ device }: { device: string }) => `Sign out ${device}?`,
  signOutText: 'It is signed out with its next request. What was typed there and not saved is lost.',
  signOutSubmit: 'Sign out',
  signOutFailed: 'The session was not ended',
  signedOut: ({ device }: { device: string }) => `${device} is signed out.`,
  endOthers: 'Sign out everywhere else…',
  endAll: 'End all sessions…',
  noOthers: 'You are signed in nowhere else.',
  noneToEnd: 'There is no session to end.',
  endTitle: ({ login }: Owned) =>
    login === undefined ? 'Sign out everywhere else?' : `End all sessions of ${login}?`,
  endText: ({ login }: Owned) =>
    login === undefined
      ? 'Every session but this one ends at once. Your tokens go on.'
      : `${login} is signed out everywhere at once. Tokens go on.`,
  endOthersSubmit: 'Sign out everywhere else',
  endAllSubmit: 'End all sessions',
  endFailed: 'The sessions were not ended',
  ended: ({ login }: Owned) =>
    login === undefined ? 'You are signed out everywhere else.' : `${login} is signed out everywhere.`,
} as const;
