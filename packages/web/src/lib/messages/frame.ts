/** What stands around every page, and the keys that work on it. */

export const frame = {
  product: 'Countersign',
  skip: 'Skip to content',
  main: 'Main',
  side: 'My account',
  myAccount: 'My account',
  accountSecurity: 'Account Security',
  accountMenu: ({ login }: { login: string }) => `, account of ${login}`,
  theme: 'Theme',
  themes: { system: 'Same as system', light: 'Light', dark: 'Dark' },
  signOut: 'Log out',
  notFoundTitle: 'There is nothing here',
  notFoundText: 'The address is wrong, or the page has moved.',
  notFoundBack: 'Go to Account Security',
  offline: 'You are offline. What you see may be out of date.',
  loading: 'Loading…',
  dismiss: 'Dismiss',
  notifications: 'Notifications',
  close: 'Close',
  cancel: 'Cancel',
} as const;

export const keys = {
  title: 'Keyboard shortcuts',
  open: 'Keyboard shortcuts',
  use: 'Use single-key shortcuts',
  acts: {
    list: 'Show this list',
    search: 'Search the list',
    create: 'Make a new one',
    move: 'Move through the rows',
    open: 'Open the row',
    select: 'Select the row',
    extend: 'Extend the selection',
    selectAll: 'Select all rows of the page',
    ban: 'Ban users, or lift the ban',
    delete: 'Delete what is selected',
    live: 'Watch the audit log live',
    export: 'Export the audit log',
    clear: 'Clear the selection, or close a dialog',
  },
} as const;

export const copy = {
  copy: 'Copy',
  copied: 'Copied',
  selected: 'Selected: press Ctrl+C or ⌘C to copy',
} as const;
