import type { User } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useActs } from '../../lib/acts.ts';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { useNow } from '../../lib/now.ts';
import { PageSection, PageSections } from '../../lib/page/page-section.tsx';
import { meQuery } from '../../lib/queries.ts';
import { UserLink } from '../../lib/user-link.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { Faint } from '../../ui/faint.tsx';
import { PencilIcon } from '../../ui/icons.tsx';
import { EditUser } from './edit-user.tsx';
import { LastAccessCell, TokensCell } from './user-cells.tsx';
import { UserSignIn } from './user-sign-in.tsx';

/** What is known of an account, and what of it can be changed. */
export function UserGeneral({ user }: { user: User }) {
  const now = useNow();
  const { data: me } = useQuery(meQuery);
  const acts = useActs('users', user.id);
  const [edits, setEdits] = useState(false);
  const facts: readonly Fact[] = [
    { label: t.user.login, value: <bdi>{user.login}</bdi> },
    { label: user.kind === 'bot' ? t.user.botName : t.user.name, value: <bdi>{user.name}</bdi> },
    { label: t.user.kind, value: t.user.kinds[user.kind] },
    ...(user.kind === 'bot'
      ? [
          { label: t.user.owner, value: <Owner user={user} myId={me?.id ?? ''} /> },
          { label: t.user.purpose, value: user.purpose ?? <Faint>{t.user.purposeNone}</Faint> },
        ]
      : [{ label: t.user.email, value: <Email user={user} /> }]),
    { label: t.user.created, value: <Moment instant={user.creationTime} now={now} /> },
    { label: t.user.lastAccess, value: <LastAccessCell user={user} now={now} /> },
    { label: t.user.tokens, value: <TokensCell user={user} /> },
  ];
  return (
    <PageSections>
      <PageSection
        title={t.user.account}
        acts={
          <Button
            icon={<PencilIcon />}
            disabledReason={acts.reasonOf('update')}
            onClick={() => setEdits(true)}
          >
            {t.user.edit}
          </Button>
        }
      >
        <Card padded>
          <Facts facts={facts} />
        </Card>
      </PageSection>
      {user.kind === 'person' && !user.guest && (
        <UserSignIn
          user={user}
          refusals={{
            requireChange: acts.reasonOf('requirePasswordChange'),
            reset: acts.reasonOf('resetPassword'),
          }}
        />
      )}
      <EditUser
        key={user.id}
        user={user}
        refusals={{ login: acts.reasonOf('changeLogin'), email: acts.reasonOf('changeIdentity') }}
        open={edits}
        onClose={() => setEdits(false)}
      />
    </PageSections>
  );
}

function Owner({ user: { owner }, myId }: { user: User; myId: string }) {
  return owner === null ? <Faint>{t.user.ownerNone}</Faint> : <UserLink user={owner} myId={myId} />;
}

function Email({ user: { profile } }: { user: User }) {
  if (profile.email === null) return <Faint>{t.user.emailNone}</Faint>;
  const { email, verified } = profile.email;
  return (
    <>
      <bdi>{email}</bdi>
      {verified ? null : <Faint> ({t.user.emailUnverified})</Faint>}
    </>
  );
}
