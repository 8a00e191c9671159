/** The pages of one's own account. */

export const account = {
  title: 'Account Security',
  lead: 'See and end everything that can act as you.',
} as const;
