/** Choosing users, groups, roles and projects by typing. */
export const pick = {
  placeholder: 'Type to search…',
  open: 'Show what there is',
  remove: ({ name }: { name: string }) => `Remove ${name}`,
  searching: 'Searching…',
  none: 'Nothing matches',
  failed: 'The search failed. Type on to try again.',
  banned: 'banned',
  group: 'group',
  global: 'Global',
  everywhere: 'everywhere',
} as const;
