/** What the pages of administration have in common. */
export const administration = {
  title: 'Administration',
  side: 'Administration',
  accessManagement: 'Access Management',
  integrations: 'Integrations',
  server: 'Server',
  breadcrumbs: 'Where you are',
  /** The name of the managed account stands between the two, set off. */
  managing: { before: 'You are managing ', after: '. Every act is recorded.' },
} as const;
