/** What happened to somebody's account, told to them. */
import { plural } from '../format.ts';

export interface Happening {
  readonly kind: string;
  readonly targetType: string;
  readonly name: string;
  /** `you`, a login, or the kind of author where nobody was signed in. */
  readonly who: string;
}

const by = ({ who }: Happening) =>
  who === 'anonymous' ? '' : who === 'system' ? ' by the operator of this server' : ` by ${who}`;

const sentences: Readonly<Record<string, (happening: Happening) => string>> = {
  'administrator.recovered': (it) => `Your account was recovered, with a new password${by(it)}.`,
  'user.password-changed': (it) => `Your password was changed${by(it)}.`,
  'user.everything-revoked': (it) =>
    `Your tokens, application passwords, connected applications and sessions were all ended${by(it)}.`,
  'password-reset.link-issued': (it) => `A link to set a new password for you was made${by(it)}.`,
  'password-reset.used': () => 'Your password was set anew with a link.',
  'permanent-token.issued': (it) => `The permanent token ${it.name} was made for you${by(it)}.`,
  'approved-scope.granted': (it) => `The application ${it.name} was approved for you${by(it)}.`,
  'connection.ended': (it) =>
    `The connection of ${it.name} was ended: one of its tokens was used a second time, as a stolen copy would be.`,
  'factor.added': (it) => `The second factor ${it.name} was added${by(it)}.`,
  'factor.removed': (it) =>
    it.targetType === 'factor'
      ? `The second factor ${it.name} was removed${by(it)}.`
      : `Your two-factor authentication was turned off${by(it)}.`,
  'recovery-codes.renewed': (it) => `Your recovery codes were replaced${by(it)}.`,
  'recovery-code.used': () => 'A recovery code of yours was used to sign in.',
  'session.ended': (it) => `A session of yours was ended${by(it)}.`,
};

export const notices = {
  title: 'What happened to your account',
  said: (it: Happening) => sentences[it.kind]?.(it) ?? `${it.kind}: ${it.name}${by(it)}.`,
  from: ({ address }: { address: string }) => `from ${address}`,
  review: 'Review',
  dismissThis: ({ text }: { text: string }) => `Dismiss: ${text}`,
  notDismissed: 'The notice was not put away',
  more: ({ count }: { count: number }) => plural(count, { one: 'and # more', other: 'and # more' }),
} as const;
