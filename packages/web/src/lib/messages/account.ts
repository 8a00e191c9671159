/** The pages of one's own account. */

export const account = {
  title: 'Account Security',
  changePassword: 'Change password…',
  lead: 'See and end everything that can act as you.',
} as const;
