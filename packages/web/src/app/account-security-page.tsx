import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { PermanentTokensSection } from '../features/permanent-tokens/section.tsx';
import { parseView, printSort, type TokensSearch } from '../features/permanent-tokens/view.ts';
import { t } from '../lib/messages.ts';
import { pages } from '../lib/paths.ts';
import { meQuery } from '../lib/queries.ts';

/** Account Security: everything that can act as the signed-in user, section by section. */
export function AccountSecurityPage() {
  const { data: me } = useQuery(meQuery);
  const search = useSearch({ from: pages.accountSecurity });
  const navigate = useNavigate({ from: pages.accountSecurity });
  const show = (change: TokensSearch) =>
    void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false, replace: true });
  if (me === undefined) return null;
  return (
    <>
      <title>{`${t.account.title} · ${t.frame.product}`}</title>
      <header className="page-head">
        <h1>{t.account.title}</h1>
        <p>{t.account.lead}</p>
      </header>
      <PermanentTokensSection
        myId={me.id}
        view={parseView(search)}
        onSort={(sort) => show({ sort: printSort(sort), page: undefined })}
        onPage={(page) => show({ page: page === 1 ? undefined : String(page) })}
        onProposalDone={() => show({ name: undefined, scope: undefined, expires: undefined })}
      />
    </>
  );
}
