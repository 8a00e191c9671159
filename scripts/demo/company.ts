/** Who works at Harbour Street, a company that does not exist: what the demo makes through the public API. */

export const administrator = { login: 'mira.novak', name: 'Mira Novák' } as const;

export interface Person {
  readonly login: string;
  readonly name: string;
  readonly groups: readonly string[];
  /** How many days ago the account was made. */
  readonly daysAgo: number;
}

const everybody: readonly (readonly [name: string, ...groups: string[]])[] = [
  ['Jonas Weber', 'Backend', 'Wiki Editors'],
  ['Aiko Tanaka', 'Backend'],
  ['Samuel Okafor', 'Backend', 'Release Crew'],
  ['Lena Fischer', 'Frontend', 'Wiki Editors'],
  ['Tomás Herrera', 'Frontend'],
  ['Priya Raman', 'Frontend', 'Release Crew'],
  ['Nils Lindqvist', 'Mobile'],
  ['Chiara Conti', 'Mobile'],
  ['Omar Haddad', 'Platform', 'On Call'],
  ['Ewa Kowalska', 'Platform', 'On Call', 'Release Crew'],
  ['Daniel Mbeki', 'Platform'],
  ['Sofia Petrova', 'Data'],
  ['Hugo Laurent', 'Data'],
  ['Mei Chen', 'Data', 'Wiki Editors'],
  ['Jane Doe', 'Payments Team', 'Release Crew'],
  ['Rafael Costa', 'Payments Team'],
  ['Ingrid Solberg', 'Payments Team', 'On Call'],
  ['Yusuf Demir', 'Payments Team'],
  ['Clara Hoffmann', 'Product', 'Wiki Editors'],
  ['Ben Adler', 'Product'],
  ['Nadia Rahman', 'Product'],
  ['Leo Martin', 'Design'],
  ['Freya Jensen', 'Design'],
  ['Kofi Mensah', 'Support'],
  ['Anna Bianchi', 'Support'],
  ['Marek Dvořák', 'Support', 'Wiki Editors'],
  ['Zoë Janssens', 'Support'],
  ['Peter Novotný', 'Finance'],
  ['Grace Kim', 'Finance'],
  ['Luca Romano', 'Finance'],
  ['Emma Wilson', 'People and Culture', 'Wiki Editors'],
  ['Artem Bondar', 'People and Culture'],
  ['Helene Roux', 'Backend'],
  ['Victor Santos', 'Frontend'],
  ['Amira Nasser', 'Data'],
  ['Oskar Nyström', 'Platform'],
  ['Tara Singh', 'Contractors'],
  ['Felix Braun', 'Contractors'],
  ['Ida Holm', 'Contractors'],
];

export const people: readonly Person[] = everybody.map(([name, ...groups], index) => ({
  login: loginOf(name),
  name,
  groups,
  daysAgo: 118 - Math.floor((index * 97) / everybody.length),
}));

/** Name, and the group it stands in. */
export const groups: readonly (readonly [name: string, parent: string | undefined, description: string])[] = [
  ['Engineering', undefined, 'Everybody who builds the product.'],
  ['Backend', 'Engineering', 'Services and their data.'],
  ['Payments Team', 'Backend', 'Money in, money out.'],
  ['Frontend', 'Engineering', 'What customers see.'],
  ['Mobile', 'Frontend', 'The applications for telephones.'],
  ['Platform', 'Engineering', 'What everything else runs on.'],
  ['On Call', 'Platform', 'Whom the pager wakes.'],
  ['Data', 'Engineering', 'Numbers and what they mean.'],
  ['Product', undefined, 'What to build, and why.'],
  ['Design', 'Product', 'How it looks and feels.'],
  ['Support', undefined, 'Who talks to customers.'],
  ['Finance', undefined, 'Invoices and salaries.'],
  ['People and Culture', undefined, 'Hiring, and everything after it.'],
  ['Contractors', undefined, 'People who work with us for a while.'],
  ['Wiki Editors', undefined, 'Who may change every page of the wiki.'],
  ['Release Crew', undefined, 'Who may publish packages and start deployments.'],
  ['Robots', undefined, 'Bots.'],
];

export const groupsThatRequireTwoFactor = ['Platform', 'Finance'] as const;

export interface ServicePlan {
  readonly key: string;
  readonly name: string;
  readonly homeUrl: string;
  readonly viewers: readonly string[];
  readonly permissions: readonly (readonly [key: string, name: string, implied?: string])[];
}

export const services: readonly ServicePlan[] = [
  {
    key: 'wiki',
    name: 'Team Wiki',
    homeUrl: 'https://wiki.harbourstreet.example',
    viewers: ['Registered Users'],
    permissions: [
      ['wiki.page-read', 'Read Page'],
      ['wiki.page-write', 'Write Page', 'wiki.page-read'],
      ['wiki.page-delete', 'Delete Page', 'wiki.page-write'],
    ],
  },
  {
    key: 'tracker',
    name: 'Issue Tracker',
    homeUrl: 'https://issues.harbourstreet.example',
    viewers: ['Registered Users'],
    permissions: [
      ['tracker.issue-read', 'Read Issue'],
      ['tracker.issue-create', 'Create Issue', 'tracker.issue-read'],
      ['tracker.issue-update', 'Update Issue', 'tracker.issue-read'],
      ['tracker.issue-delete', 'Delete Issue', 'tracker.issue-update'],
    ],
  },
  {
    key: 'registry',
    name: 'Package Registry',
    homeUrl: 'https://packages.harbourstreet.example',
    viewers: ['Engineering', 'Robots'],
    permissions: [
      ['registry.package-pull', 'Pull Package'],
      ['registry.package-publish', 'Publish Package', 'registry.package-pull'],
    ],
  },
  {
    key: 'build',
    name: 'Build Server',
    homeUrl: 'https://build.harbourstreet.example',
    viewers: ['Engineering', 'Robots'],
    permissions: [
      ['build.run-start', 'Start Build'],
      ['build.deploy', 'Deploy', 'build.run-start'],
    ],
  },
];

export const projects: readonly (readonly [key: string, name: string])[] = [
  ['PAY', 'Payments'],
  ['SHOP', 'Storefront'],
  ['MOB', 'Mobile App'],
  ['DATA', 'Data Platform'],
  ['INFRA', 'Infrastructure'],
  ['HB', 'Handbook'],
];

export const roles: readonly (readonly [name: string, description: string, ...permissions: string[]])[] = [
  [
    'Developer',
    'Reads and changes issues, pulls packages, starts builds.',
    'tracker.issue-create',
    'tracker.issue-update',
    'registry.package-pull',
    'build.run-start',
    'jetbrains.jetpass.project-read-basic',
  ],
  [
    'Project Admin',
    'Runs a project: its people and its settings.',
    'tracker.issue-delete',
    'jetbrains.jetpass.project-update',
    'jetbrains.jetpass.project-delete',
  ],
  ['Reporter', 'Reads and files issues.', 'tracker.issue-create', 'jetbrains.jetpass.project-read-basic'],
  ['Reader', 'Reads pages and issues everywhere.', 'wiki.page-read', 'tracker.issue-read'],
  ['Wiki Editor', 'Changes pages.', 'wiki.page-write'],
  ['Releaser', 'Publishes packages and deploys.', 'registry.package-publish', 'build.deploy'],
  [
    'User Manager',
    'Creates people and bots, and helps them with their credentials.',
    'jetbrains.jetpass.user-create',
    'jetbrains.jetpass.user-update',
    'jetbrains.jetpass.group-update',
  ],
];

/** Role, whom it is given to (a group, or a login with an @ before it), and where (a project's key, or Global). */
export const givenRoles: readonly (readonly [role: string, holder: string, project: string])[] = [
  ['Reader', 'Registered Users', 'global'],
  ['Developer', 'Backend', 'PAY'],
  ['Developer', 'Backend', 'SHOP'],
  ['Developer', 'Frontend', 'SHOP'],
  ['Developer', 'Mobile', 'MOB'],
  ['Developer', 'Data', 'DATA'],
  ['Developer', 'Platform', 'INFRA'],
  ['Reporter', 'Support', 'SHOP'],
  ['Reporter', 'Product', 'SHOP'],
  ['Reporter', 'Contractors', 'MOB'],
  ['Wiki Editor', 'Wiki Editors', 'HB'],
  ['Releaser', 'Release Crew', 'SHOP'],
  ['Releaser', 'On Call', 'INFRA'],
  ['Project Admin', '@jane.doe', 'PAY'],
  ['Project Admin', '@clara.hoffmann', 'SHOP'],
  ['Project Admin', '@omar.haddad', 'INFRA'],
  ['User Manager', '@emma.wilson', 'global'],
  ['System Admin', '@ewa.kowalska', 'global'],
];

export interface BotPlan {
  readonly login: string;
  readonly name: string;
  readonly purpose: string;
  readonly owner: string;
  readonly daysAgo: number;
  readonly roles: readonly (readonly [role: string, project: string])[];
  readonly token: {
    readonly name: string;
    readonly scope: readonly string[];
    readonly lifetimeDays?: number;
  };
  /** Checks a day, from which address and with which program. */
  readonly use: { readonly perDay: number; readonly address: string; readonly agent: string };
}

export const bots: readonly BotPlan[] = [
  {
    login: 'ci-bot',
    name: 'CI',
    purpose: 'Builds every branch and reports to the issue.',
    owner: 'omar.haddad',
    daysAgo: 95,
    roles: [
      ['Developer', 'PAY'],
      ['Developer', 'SHOP'],
    ],
    token: { name: 'pipeline', scope: ['registry', 'build', 'tracker'] },
    use: { perDay: 14, address: '10.20.0.11', agent: 'ci-runner/4.2' },
  },
  {
    login: 'deploy-bot',
    name: 'Deployments',
    purpose: 'Deploys what was released, and nothing else.',
    owner: 'ewa.kowalska',
    daysAgo: 90,
    roles: [['Releaser', 'INFRA']],
    token: { name: 'deploy', scope: ['build'], lifetimeDays: 120 },
    use: { perDay: 4, address: '10.20.0.12', agent: 'deployer/1.9' },
  },
  {
    login: 'docs-bot',
    name: 'Handbook publisher',
    purpose: 'Publishes the handbook to the wiki every night.',
    owner: 'clara.hoffmann',
    daysAgo: 70,
    roles: [['Wiki Editor', 'HB']],
    token: { name: 'nightly publish', scope: ['wiki'] },
    use: { perDay: 1, address: '10.20.0.31', agent: 'curl/8.9' },
  },
  {
    login: 'backup-bot',
    name: 'Backups',
    purpose: 'Copies issues and pages to cold storage.',
    owner: 'ida.holm',
    daysAgo: 20,
    roles: [],
    token: { name: 'weekly copy', scope: ['wiki', 'tracker'] },
    use: { perDay: 0.2, address: '10.20.0.40', agent: 'backup/0.7' },
  },
  {
    login: 'metrics-bot',
    name: 'Metrics',
    purpose: 'Counts issues for the board in the hall.',
    owner: 'sofia.petrova',
    daysAgo: 85,
    roles: [],
    token: { name: 'board', scope: ['tracker'], lifetimeDays: 90 },
    use: { perDay: 24, address: '10.20.0.50', agent: 'python-requests/2.32' },
  },
];

export interface TokenPlan {
  readonly owner: string;
  readonly name: string;
  readonly scope: readonly string[];
  readonly daysAgo: number;
  readonly lifetimeDays?: number;
  readonly narrowing?: { readonly permissions: readonly string[]; readonly projects?: readonly string[] };
  readonly use?: { readonly perDay: number; readonly address: string; readonly agent: string };
}

/** Tokens that people made for themselves. */
export const tokens: readonly TokenPlan[] = [
  {
    owner: 'jane.doe',
    name: 'laptop CLI',
    scope: ['tracker', 'wiki'],
    daysAgo: 80,
    lifetimeDays: 365,
    use: { perDay: 5, address: '192.0.2.14', agent: 'issue-cli/3.1' },
  },
  {
    owner: 'jane.doe',
    name: 'release notes',
    scope: ['tracker'],
    daysAgo: 60,
    lifetimeDays: 64,
    narrowing: { permissions: ['tracker.issue-read', 'tracker.issue-update'], projects: ['PAY'] },
    use: { perDay: 0.3, address: '192.0.2.14', agent: 'curl/8.9' },
  },
  { owner: 'jane.doe', name: 'old phone', scope: ['tracker'], daysAgo: 75, lifetimeDays: 30 },
  {
    owner: 'jonas.weber',
    name: 'editor plug-in',
    scope: ['tracker'],
    daysAgo: 80,
    lifetimeDays: 90,
    use: { perDay: 8, address: '192.0.2.31', agent: 'editor/2026.2' },
  },
  { owner: 'aiko.tanaka', name: 'package upload', scope: ['registry'], daysAgo: 71 },
  {
    owner: 'lena.fischer',
    name: 'npm on the workstation',
    scope: ['registry'],
    daysAgo: 64,
    lifetimeDays: 365,
    use: { perDay: 3, address: '192.0.2.44', agent: 'npm/11.9' },
  },
  {
    owner: 'sofia.petrova',
    name: 'notebook',
    scope: ['tracker', 'registry'],
    daysAgo: 52,
    lifetimeDays: 180,
    use: { perDay: 2, address: '198.51.100.7', agent: 'python-requests/2.32' },
  },
  {
    owner: 'omar.haddad',
    name: 'pager scripts',
    scope: ['build', 'tracker'],
    daysAgo: 47,
    lifetimeDays: 50,
    use: { perDay: 1, address: '198.51.100.9', agent: 'curl/8.9' },
  },
  { owner: 'tara.singh', name: 'trial', scope: ['tracker'], daysAgo: 25, lifetimeDays: 14 },
];

export interface ProgramPlan {
  readonly name: string;
  /** The one service that its application password is for; absent: every one. */
  readonly only?: string;
  readonly use: {
    readonly service: string;
    readonly perDay: number;
    readonly address: string;
    readonly agent: string;
  };
}

/** Who set up an authenticator app, when, and the programs that cannot show its codes. */
export const guarded: readonly {
  readonly owner: string;
  readonly daysAgo: number;
  readonly programs: readonly ProgramPlan[];
}[] = [
  {
    owner: 'ewa.kowalska',
    daysAgo: 38,
    programs: [
      {
        name: 'Issues on the phone',
        only: 'tracker',
        use: {
          service: 'tracker',
          perDay: 6,
          address: '203.0.113.21',
          agent: 'IssueReader/7.2 (Android 16)',
        },
      },
      {
        name: 'Wiki desktop sync',
        only: 'wiki',
        use: { service: 'wiki', perDay: 2, address: '192.0.2.62', agent: 'wiki-sync/2.0' },
      },
    ],
  },
  {
    owner: 'grace.kim',
    daysAgo: 36,
    programs: [
      {
        name: 'Spreadsheet import',
        use: { service: 'tracker', perDay: 0.5, address: '192.0.2.77', agent: 'Spreadsheets/26.1' },
      },
    ],
  },
];

/** Logins whose owners the administrator bans, when, and why. */
export const bans: readonly (readonly [login: string, daysAgo: number, reason: string])[] = [
  ['ida.holm', 9, 'Contract ended'],
  ['felix.braun', 21, 'Lost laptop; waiting for a new one'],
];

function loginOf(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll('ø', 'o').toLowerCase();
  const [first = '', ...rest] = plain.split(' ');
  return `${first}.${rest.at(-1) ?? ''}`;
}
