/** What went wrong, and the way on. */

export const failure = {
  loading: ({ what }: { what: string }) => `${what} could not be loaded`,
  user: 'Your account',
  page: 'This page could not be shown',
  tokens: ({ login }: { login: string | undefined }) =>
    login === undefined ? 'Your tokens' : `The tokens of ${login}`,
  services: 'The services',
  stale: 'The list could not be brought up to date',
  signedOut: 'Your session has ended.',
  remedies: {
    'sign-in': { inPlace: 'Sign in', elsewhere: 'Sign in in a new tab, then try again here.' },
    'sign-in-again': { inPlace: 'Sign in again', elsewhere: 'Confirm it is you (in a new tab)' },
    'two-factor': {
      inPlace: 'Set up two-factor authentication',
      elsewhere: 'Set up two-factor authentication in a new tab, then try again here.',
    },
  },
  confirmed: 'Confirmed. Press the button once more.',
  accountChanged: ({ login }: { login: string }) =>
    `${login} signed in in another tab; this page was loaded anew as ${login}.`,
  unreachable: 'The authority cannot be reached. Check your connection and try again.',
  unreachableWrite:
    'No answer came, so it is not known whether it was done. Look at the list before you try again.',
  unexpected: 'Something went wrong in this page. Reload it and try again.',
  requestId: 'Request id',
  copyRequestId: 'Copy request id',
  retry: 'Retry',
} as const;
