import type { User } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ApplicationPasswordsSection } from '../../features/application-passwords/section.tsx';
import { ConnectedApplicationsSection } from '../../features/connected-applications/section.tsx';
import type { IssueRefusal } from '../../features/permanent-tokens/issue-refusal.tsx';
import { PermanentTokensSection } from '../../features/permanent-tokens/section.tsx';
import { RevokeEverythingSection } from '../../features/revoke-everything/section.tsx';
import { SessionsSection } from '../../features/sessions/section.tsx';
import { TwoFactorSection } from '../../features/two-factor/section.tsx';
import { type Acts, useActs } from '../../lib/acts.ts';
import { PageSections } from '../../lib/page/page-section.tsx';
import { pages } from '../../lib/paths.ts';
import { meQuery } from '../../lib/queries.ts';
import { UserPage } from './user-page.tsx';

/** Account Security of somebody else: the same sections, and the same acts on their behalf. */
export function UserSecurityPage() {
  const { userId } = useParams({ from: pages.userSecurity });
  return <UserPage userId={userId}>{(user) => <UserSecurity key={user.id} user={user} />}</UserPage>;
}

function UserSecurity({ user }: { user: User }) {
  const search = useSearch({ from: pages.userSecurity });
  const navigate = useNavigate({ from: pages.userSecurity });
  const { data: me } = useQuery(meQuery);
  const acts = useActs('users', user.id);
  if (me === undefined) return null;
  const owner = user.id === me.id ? 'me' : user;
  return (
    <PageSections>
      {user.kind === 'person' && !user.guest && (
        <>
          <TwoFactorSection owner={owner} refusal={acts.reasonOf('turnOffTwoFactor')} />
          <SessionsSection owner={owner} refusal={acts.reasonOf('endSession')} />
        </>
      )}
      <PermanentTokensSection
        owner={owner}
        myId={me.id}
        issueRefusal={issueRefusalOf(acts)}
        deleteRefusal={acts.reasonOf('revokeToken')}
        search={search}
        onSearch={(change) =>
          void navigate({
            search: (before) => ({ ...before, ...change }),
            resetScroll: false,
            replace: true,
          })
        }
      />
      {user.kind === 'person' && !user.guest && (
        <>
          <ApplicationPasswordsSection owner={owner} deleteRefusal={acts.reasonOf('revokeToken')} />
          <ConnectedApplicationsSection owner={owner} refusal={acts.reasonOf('revokeToken')} />
        </>
      )}
      <RevokeEverythingSection
        user={user}
        isOwn={owner === 'me'}
        refusal={acts.reasonOf('revokeEverything')}
      />
    </PageSections>
  );
}

function issueRefusalOf(acts: Acts): IssueRefusal | undefined {
  const text = acts.reasonOf('issueToken');
  const missing = acts.refusalOf('issueToken')?.missing ?? [];
  return text === undefined
    ? undefined
    : {
        text,
        missing: missing.map(({ permission, place }) => ({ permission: permission.name, place: place.name })),
      };
}
