/** Applications that act for a user: those that are connected, and what was agreed to. */
import { formatNumber, plural } from '../format.ts';
import type { Owned } from './permanent-tokens.ts';
import { quoted } from './quoted.ts';

export interface Ended {
  readonly names: readonly string[];
}

export interface Progress {
  readonly done: number;
  readonly count: number;
}

export interface Failed {
  readonly failed: number;
  readonly count: number;
}

export const connectedApplications = {
  title: 'Connected applications',
  lead: ({ login }: Owned) =>
    `Applications that ${login === undefined ? 'act for you' : `act for ${login}`} where ${
      login === undefined ? 'you' : 'they'
    } let them, until ${login === undefined ? 'you end it' : 'it is ended'} or time does.`,
  selectFirst: 'Select what to end first',
  columns: {
    application: 'Application',
    scope: 'Scope',
    granted: 'Granted',
    lastAccess: 'Last used',
    expires: 'Expires',
  },
  more: ({ count }: { count: number }) => `+${formatNumber(count)}`,
  signInOnly: 'Sign-in only',
  lastUsed: ({ when }: { when: string }) => `Last used ${when}.`,
  neverUsed: 'Not used yet.',

  connections: {
    table: 'Connected applications',
    what: ({ login }: Owned) =>
      login === undefined ? 'Your connected applications' : `The connected applications of ${login}`,
    empty: ({ login }: Owned) =>
      login === undefined ? 'No application acts for you.' : `No application acts for ${login}.`,
    total: ({ count }: { count: number }) => plural(count, { one: '# connection', other: '# connections' }),
    end: ({ count }: { count: number }) => (count < 2 ? 'End…' : `End ${formatNumber(count)}…`),
    title: ({ names }: Ended) =>
      names.length === 1
        ? `End the connection of ${quoted(names[0] ?? '')}?`
        : `End ${formatNumber(names.length)} connections?`,
    text: ({ count }: { count: number }) =>
      `${count === 1 ? 'What it was given is' : 'What they were given is'} refused at the next request. An application can ask to be let in again.`,
    submit: ({ count }: { count: number }) =>
      count === 1 ? 'End connection' : `End ${formatNumber(count)} connections`,
    pending: ({ done, count }: Progress) =>
      count === 1
        ? 'Ending…'
        : `Ending ${formatNumber(Math.min(done + 1, count))} of ${formatNumber(count)}…`,
    done: ({ names }: Ended) =>
      names.length === 1
        ? `The connection of ${quoted(names[0] ?? '')} has ended.`
        : `${plural(names.length, { one: '# connection has', other: '# connections have' })} ended.`,
    failed: ({ failed, count }: Failed) =>
      count === 1
        ? 'The connection could not be ended'
        : `${formatNumber(failed)} of ${formatNumber(count)} connections could not be ended`,
  },

  consents: {
    heading: 'Let in without asking',
    table: 'Remembered consents',
    what: ({ login }: Owned) => (login === undefined ? 'Your consents' : `The consents of ${login}`),
    empty: ({ login }: Owned) =>
      login === undefined ? 'You have agreed to nothing yet.' : `${login} has agreed to nothing yet.`,
    total: ({ count }: { count: number }) => plural(count, { one: '# consent', other: '# consents' }),
    end: ({ count }: { count: number }) => (count < 2 ? 'Take back…' : `Take ${formatNumber(count)} back…`),
    title: ({ names }: Ended) =>
      names.length === 1
        ? `Take back the consent to ${quoted(names[0] ?? '')}?`
        : `Take back ${formatNumber(names.length)} consents?`,
    text: ({ count }: { count: number }) =>
      `${count === 1 ? 'It asks' : 'They ask'} again the next time, and whatever ${
        count === 1 ? 'it does' : 'they do'
      } now ends with it.`,
    submit: ({ count }: { count: number }) =>
      count === 1 ? 'Take back' : `Take back ${formatNumber(count)} consents`,
    pending: ({ done, count }: Progress) =>
      count === 1
        ? 'Taking back…'
        : `Taking back ${formatNumber(Math.min(done + 1, count))} of ${formatNumber(count)}…`,
    done: ({ names }: Ended) =>
      names.length === 1
        ? `The consent to ${quoted(names[0] ?? '')} is taken back.`
        : `${plural(names.length, { one: '# consent is', other: '# consents are' })} taken back.`,
    failed: ({ failed, count }: Failed) =>
      count === 1
        ? 'The consent could not be taken back'
        : `${formatNumber(failed)} of ${formatNumber(count)} consents could not be taken back`,
  },
} as const;
