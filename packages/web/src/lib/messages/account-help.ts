/** What is done for who lost a password or a device. */
import { formatList, plural } from '../format.ts';
import type { Owned } from './permanent-tokens.ts';

export const reset = {
  start: 'Reset password…',
  title: ({ login }: { login: string }) => `Reset the password of ${login}?`,
  text: ({ login }: { login: string }) =>
    `You get a link, once, to hand to ${login}. It sets a new password within a day, ends all sessions, and does not replace a second factor. ${login} is told.`,
  newer: 'A link that was made before ends.',
  submit: 'Make link',
  failed: 'No link was made',
  madeTitle: ({ login }: { login: string }) => `Link for ${login}`,
  once: 'This link is shown once. Hand it over where nobody else reads it.',
  link: 'Link to set a new password',
  ends: 'It ends',
  done: 'Done',
  leaveTitle: 'Close without copying the link?',
  leaveText: 'The link cannot be shown again. You can make another one.',
} as const;

export interface Counts {
  readonly tokens: number;
  readonly applicationPasswords: number;
  readonly connections: number;
  readonly sessions: number;
  readonly resetLinks: number;
}

/** What there is of each kind; what there is none of is not mentioned. */
function listOf({
  tokens,
  applicationPasswords,
  connections,
  sessions,
  resetLinks,
}: Counts): readonly string[] {
  const kinds = [
    [tokens, { one: '# token', other: '# tokens' }],
    [applicationPasswords, { one: '# application password', other: '# application passwords' }],
    [connections, { one: '# connected application', other: '# connected applications' }],
    [sessions, { one: '# session', other: '# sessions' }],
    [resetLinks, { one: '# password reset link', other: '# password reset links' }],
  ] as const;
  return kinds.filter(([count]) => count > 0).map(([count, words]) => plural(count, words));
}

export const revocation = {
  title: 'Revoke everything',
  lead: ({ login }: Owned) =>
    login === undefined
      ? 'Lost a laptop? End everything that can act as you, at once.'
      : `End everything that can act as ${login}, at once.`,
  start: 'Revoke everything…',
  ask: ({ login }: Owned) =>
    login === undefined ? 'Revoke everything of yours?' : `Revoke everything of ${login}?`,
  ends: (counts: Counts) => {
    const items = listOf(counts);
    return items.length === 0 ? 'There is nothing to end now.' : `This ends ${formatList(items)}, at once.`;
  },
  uncounted:
    'This ends all tokens, application passwords, connected applications, sessions and password reset links, at once.',
  stays: ({ login }: Owned) =>
    login === undefined
      ? 'You are signed out, here too. Your password and second factor stay as they are.'
      : `The password and second factor of ${login} stay as they are. ${login} is told.`,
  final: 'This cannot be undone.',
  submit: 'Revoke everything',
  failed: 'Nothing was revoked',
  done: ({ login, ...ended }: Counts & { readonly login: string }) => {
    const items = listOf(ended);
    return items.length === 0
      ? `There was nothing to revoke for ${login}.`
      : `Revoked for ${login}: ${formatList(items)}.`;
  },
} as const;
