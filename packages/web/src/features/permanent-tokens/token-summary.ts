/** What a new token can do, in one sentence that anybody can hold against what they meant. */
import { formatList } from '../../lib/format.ts';
import { t } from '../../lib/messages.ts';
import { formatDate } from '../../lib/time.ts';

export interface TokenPower {
  /** Whose token it will be; undefined for one's own. */
  readonly login: string | undefined;
  readonly services: readonly string[];
  /** The only ones it may use, with the services that declare them; empty is all. */
  readonly permissions: readonly { readonly name: string; readonly service: string }[];
  /** The only ones it may use them in; empty is all. */
  readonly projects: readonly string[];
  /** `null` is never; undefined while that is not settled. */
  readonly expires: number | null | undefined;
}

/** Beyond this many a sentence is no longer read; the field above lists them. */
const permissionsTold = 4;

export function tokenSummary(power: TokenPower, now: number): string {
  const { login, permissions, projects } = power;
  const narrowed = permissions.length > 0;
  const services = narrowed ? [...new Set(permissions.map(({ service }) => service))] : power.services;
  const where =
    projects.length === 0 ? t.issue.inServices({ services }) : t.issue.inProjects({ projects, services });
  const end = endOf(power, now);
  const gap = projects.length === 0 ? ' ' : ', ';
  return t.issue.can({
    what: narrowed ? whatFor(permissions.map(({ name }) => name)) : t.issue.canAll({ login }),
    where,
    end: end === '' ? '' : gap + end,
    login,
    narrowed,
  });
}

function endOf({ expires, login }: TokenPower, now: number): string {
  if (expires === null) return t.issue.untilDeleted({ login });
  return expires === undefined || expires <= now ? '' : t.issue.until({ date: formatDate(expires) });
}

/** `Read issues`, `Update issues` and `Delete boards` are read as "read and update issues and delete boards". */
function whatFor(names: readonly string[]): string {
  if (names.length > permissionsTold) return t.issue.canMany({ count: names.length });
  const phrases = names.map((name) => {
    const [verb = '', ...rest] = name.split(' ').map(uncapitalized);
    return { verb, object: rest.join(' ') };
  });
  const byObject = Map.groupBy(phrases, ({ object }) => object);
  return formatList(
    [...byObject].map(([object, same]) => `${formatList(same.map(({ verb }) => verb))} ${object}`.trim()),
  );
}

/** A word in the middle of a sentence. One with further capitals is a name or an abbreviation, and stays. */
function uncapitalized(word: string): string {
  return /^\p{Lu}\P{Lu}*$/u.test(word) ? word.toLowerCase() : word;
}
