/** Banning and deleting users: what stops, and who answers for what they leave. */
import { formatList, formatNumber, plural } from '../format.ts';

const whom = (names: readonly string[]) =>
  names.length === 1 ? (names[0] ?? '') : plural(names.length, { one: '# user', other: '# users' });

export const ban = {
  title: ({ names }: { names: readonly string[] }) => `Ban ${whom(names)}?`,
  stops: ({ count }: { count: number }) =>
    count === 1
      ? 'All sessions end and no token is accepted, from the next check on. Unbanning gives the tokens back.'
      : 'All their sessions end and none of their tokens is accepted, from the next check on. Unbanning gives the tokens back.',
  reason: 'Reason',
  reasonHint: 'Shown beside the name to those who manage users.',
  successor: 'Who answers for the bots',
  successorHint: 'Without a successor they are suspended as long as the ban lasts.',
  botsLeft: ({ bots }: { bots: readonly string[] }) => `Bots in their care: ${formatList(bots)}.`,
  submit: ({ count }: { count: number }) => (count === 1 ? 'Ban' : `Ban ${formatNumber(count)} users`),
  pending: 'Banning…',
  done: ({ names }: { names: readonly string[] }) => `${formatList(names)} banned.`,
  failedOne: 'The user was not banned',
  failed: ({ failed, count }: { failed: number; count: number }) =>
    `${formatNumber(failed)} of ${formatNumber(count)} users could not be banned`,
} as const;

export const removal = {
  title: ({ names }: { names: readonly string[] }) =>
    names.length === 1 ? `Delete user ${names[0] ?? ''}?` : `Delete ${formatNumber(names.length)} users?`,
  ends: (impact: {
    tokens: number;
    applicationPasswords: number;
    connections: number;
    recentUse: number;
    sessions: number;
    roles: number;
    groups: number;
  }) => {
    const { tokens, applicationPasswords, connections, recentUse, sessions, roles, groups } = impact;
    const use = ` (used ${plural(recentUse, { one: 'once', other: '# times' })} in the last 7 days)`;
    const items = [
      ...(tokens === 0
        ? []
        : [`${plural(tokens, { one: '# token', other: '# tokens' })}${recentUse === 0 ? '' : use}`]),
      ...(applicationPasswords === 0
        ? []
        : [
            plural(applicationPasswords, {
              one: '# application password',
              other: '# application passwords',
            }),
          ]),
      ...(connections === 0
        ? []
        : [plural(connections, { one: '# connected application', other: '# connected applications' })]),
      ...(sessions === 0 ? [] : [plural(sessions, { one: '# session', other: '# sessions' })]),
      ...(roles === 0 ? [] : [plural(roles, { one: '# role', other: '# roles' })]),
      ...(groups === 0 ? [] : [plural(groups, { one: '# membership', other: '# memberships' })]),
    ];
    return items.length === 0
      ? 'No token, session, role or membership ends with it.'
      : `This ends ${formatList(items)}, at once.`;
  },
  all: ({ count }: { count: number }) =>
    count === 1
      ? 'All tokens, sessions, roles and memberships of the account end at once.'
      : 'All their tokens, sessions, roles and memberships end with them, at once.',
  final: 'This cannot be undone.',
  successor: 'Who answers for the bots',
  successorHint: 'Without a successor they stay suspended until somebody takes them.',
  botsLeft: ({ bots }: { bots: readonly string[] }) => `Bots left behind: ${formatList(bots)}.`,
  typeCount: ({ count }: { count: number }) => `Type ${formatNumber(count)} to confirm`,
  typeCountWrong: ({ count }: { count: number }) => `Type the number ${formatNumber(count)}.`,
  submit: ({ count }: { count: number }) =>
    count === 1 ? 'Delete user' : `Delete ${formatNumber(count)} users`,
  pending: ({ done, count }: { done: number; count: number }) =>
    count === 1
      ? 'Deleting…'
      : `Deleting ${formatNumber(Math.min(done + 1, count))} of ${formatNumber(count)}…`,
  done: ({ names }: { names: readonly string[] }) => `${formatList(names)} deleted.`,
  failed: ({ failed, count }: { failed: number; count: number }) =>
    count === 1
      ? 'The user could not be deleted'
      : `${formatNumber(failed)} of ${formatNumber(count)} users could not be deleted`,
} as const;
