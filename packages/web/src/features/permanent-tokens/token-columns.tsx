import './token-columns.css';
import type { PermanentToken } from '@countersign/sdk';
import { LastAccess } from '../../lib/last-access.tsx';
import type { ListColumn } from '../../lib/list/list-columns.ts';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { expiryOf } from '../../lib/time.ts';
import { UserLink } from '../../lib/user-link.tsx';
import { EntityName } from '../../ui/entity-name.tsx';
import { Tag } from '../../ui/tag.tsx';
import { TagRow } from '../../ui/tag-row.tsx';
import { TokenLimits } from './token-limits.tsx';
import { usedPermissions } from './used-permissions.ts';
import type { TokenSortKey } from './view.ts';

/** What the list says of each token. */
export function tokenColumns({
  myId,
  now,
}: {
  myId: string;
  now: number;
}): readonly ListColumn<PermanentToken, TokenSortKey>[] {
  const { columns: heads } = t.tokens;
  return [
    { key: 'name', head: heads.name, names: true, sortBy: 'name', cell: (token) => <Name {...token} /> },
    { key: 'scope', head: heads.scope, cell: (token) => <ScopeAndLimits token={token} /> },
    {
      key: 'created',
      head: heads.created,
      sortBy: 'creationTime',
      cell: ({ creationTime }) => <Moment instant={creationTime} now={now} />,
    },
    {
      key: 'createdBy',
      head: heads.createdBy,
      cell: ({ author }) => <UserLink user={author} myId={myId} />,
    },
    {
      key: 'lastAccess',
      head: heads.lastAccess,
      cell: (token) => <LastAccess credential={token} now={now} more={usedPermissions(token)} />,
    },
    {
      key: 'expires',
      head: heads.expires,
      sortBy: 'expires',
      cell: ({ expires }) => <Expires expires={expires} now={now} />,
    },
  ];
}

function Name({ name, description }: PermanentToken) {
  return (
    <div className="token-name">
      <EntityName name={name} />
      {description === null || description === '' ? null : <p className="token-description">{description}</p>}
    </div>
  );
}

function ScopeAndLimits({ token }: { token: PermanentToken }) {
  return (
    <span className="token-scope">
      <Scope {...token} />
      <TokenLimits token={token} />
    </span>
  );
}

function Scope({ scope }: PermanentToken) {
  return (
    <TagRow
      items={scope.map(({ id, name }) => ({ id, text: name }))}
      moreText={(count) => t.tokens.more({ count })}
    />
  );
}

function Expires({ expires, now }: { expires: number | null; now: number }) {
  const expiry = expiryOf(expires, now);
  if (expires === null || expiry.kind === 'never') return <Tag tone="danger">{t.tokens.expiresNever}</Tag>;
  if (expiry.kind === 'expired') {
    return <Moment instant={expires} now={now} tone="faint" text={t.tokens.expired({ date: expiry.date })} />;
  }
  if (expiry.kind === 'soon')
    return <Moment instant={expires} now={now} tone="warning" text={expiry.distance} />;
  return <Moment instant={expires} now={now} text={expiry.date} />;
}
