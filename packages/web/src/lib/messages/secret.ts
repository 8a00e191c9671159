/** What every secret is shown with: the only chance to copy it. */
export const secret = {
  leaveBack: 'Go back',
  leaveClose: 'Close anyway',
} as const;
