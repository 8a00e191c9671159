import './user-cells.css';
import type { GroupReference, User } from '@countersign/sdk';
import { Link } from '@tanstack/react-router';
import { formatNumber } from '../../lib/format.ts';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { pages } from '../../lib/paths.ts';
import { UserBadges } from '../../lib/user-badges.tsx';
import { EntityName } from '../../ui/entity-name.tsx';
import { Faint } from '../../ui/faint.tsx';
import { TagRow } from '../../ui/tag-row.tsx';

/** The way to the account, and what is out of the ordinary about it; in a list of bots that need not be said. */
export function NameCell({ user, among }: { user: User; among?: 'bots' }) {
  return (
    <span className="user-name">
      <Link to={pages.userGeneral} params={{ userId: user.id }}>
        <EntityName name={user.name || user.login} />
      </Link>
      <UserBadges user={among === 'bots' ? { ...user, kind: 'person' } : user} />
    </span>
  );
}

export function EmailCell({ user: { profile } }: { user: User }) {
  if (profile.email === null) return <Faint>{t.users.noEmail}</Faint>;
  const { email } = profile.email;
  return (
    <bdi className="user-email" title={email}>
      {email}
    </bdi>
  );
}

export function GroupsCell({ groups }: { groups: readonly GroupReference[] }) {
  if (groups.length === 0) return <Faint>{t.users.noGroups}</Faint>;
  return (
    <TagRow
      items={groups.map(({ id, name }) => ({ id, text: name }))}
      moreText={(count) => t.users.more({ count })}
    />
  );
}

export function TokensCell({ user: { id, tokensCount } }: { user: User }) {
  if (tokensCount === null) return <Faint>{t.users.notShown}</Faint>;
  if (tokensCount === 0) return <Faint>{t.users.noTokens}</Faint>;
  return (
    <Link to={pages.userSecurity} params={{ userId: id }}>
      {formatNumber(tokensCount)}
    </Link>
  );
}

export function LastAccessCell({ user: { lastAccessTime }, now }: { user: User; now: number }) {
  if (lastAccessTime === null) return <Faint>{t.users.neverThere}</Faint>;
  // What is newer than the page's own clock has just happened; it is not to come.
  return <Moment instant={lastAccessTime} now={Math.max(now, lastAccessTime)} />;
}
