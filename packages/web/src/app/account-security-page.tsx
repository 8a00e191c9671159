import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { ApplicationPasswordsSection } from '../features/application-passwords/section.tsx';
import { ConnectedApplicationsSection } from '../features/connected-applications/section.tsx';
import { PermanentTokensSection } from '../features/permanent-tokens/section.tsx';
import { RevokeEverythingSection } from '../features/revoke-everything/section.tsx';
import { SessionsSection } from '../features/sessions/section.tsx';
import { TwoFactorSection } from '../features/two-factor/section.tsx';
import { useActs } from '../lib/acts.ts';
import { paths } from '../lib/api.ts';
import { t } from '../lib/messages.ts';
import { PageHead } from '../lib/page/page-head.tsx';
import { PageSections } from '../lib/page/page-section.tsx';
import { pages } from '../lib/paths.ts';
import { meQuery } from '../lib/queries.ts';
import { LinkButton } from '../ui/link-button.tsx';

/** Account Security: everything that can act as the signed-in user, section by section. */
export function AccountSecurityPage() {
  const { data: me } = useQuery(meQuery);
  const search = useSearch({ from: pages.accountSecurity });
  const navigate = useNavigate({ from: pages.accountSecurity });
  const acts = useActs('users', me?.id);
  if (me === undefined) return null;
  return (
    <>
      <PageHead
        title={t.account.title}
        lead={t.account.lead}
        acts={
          <LinkButton href={paths.changePassword(location.pathname + location.search)}>
            {t.account.changePassword}
          </LinkButton>
        }
      />
      <PageSections>
        <TwoFactorSection owner="me" />
        <SessionsSection owner="me" />
        <PermanentTokensSection
          owner="me"
          myId={me.id}
          search={search}
          onSearch={(change) =>
            void navigate({
              search: (before) => ({ ...before, ...change }),
              resetScroll: false,
              replace: true,
            })
          }
        />
        <ApplicationPasswordsSection owner="me" />
        <ConnectedApplicationsSection owner="me" />
        <RevokeEverythingSection user={me} isOwn refusal={acts.reasonOf('revokeEverything')} />
      </PageSections>
    </>
  );
}
