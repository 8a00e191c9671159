import './frame.css';
import { AuthorityError } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useMatches } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { NoticeBanners } from '../features/notices/banners.tsx';
import { takeChangedAccount, watchAccount } from '../lib/account-watch.ts';
import { paths } from '../lib/api.ts';
import { FailurePanel } from '../lib/failure-panel.tsx';
import { useKeys } from '../lib/keys.ts';
import { t } from '../lib/messages.ts';
import { administrationRoot, pages } from '../lib/paths.ts';
import { meQuery } from '../lib/queries.ts';
import { IconButton } from '../ui/button.tsx';
import { KeyboardIcon } from '../ui/icons.tsx';
import { Mark } from '../ui/mark.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { showToast } from '../ui/toast.tsx';
import { AccountMenu } from './account-menu.tsx';
import { KeyList } from './key-list.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { accountSide, administrationSideOf } from './sections.ts';
import { Side } from './side.tsx';

/** What stands around every page: the head, the side, and the question who is here. */
export function Frame() {
  const me = useQuery(meQuery);
  const [keysShown, setKeysShown] = useState(false);
  const administration = me.data === undefined ? [] : administrationSideOf(me.data);
  const administrationStart = administration[0]?.pages[0];
  const inAdministration = useMatches({
    select: (matches) => matches.some(({ routeId }) => routeId.startsWith(administrationRoot)),
  });
  useKeys({ '?': () => setKeysShown(true) });
  useEffect(() => {
    const login = takeChangedAccount();
    if (login !== undefined) showToast(t.failure.accountChanged({ login }));
    return watchAccount();
  }, []);
  const signedOut = me.error instanceof AuthorityError && me.error.status === 401;
  useEffect(() => {
    if (signedOut) location.replace(paths.signIn(location.pathname + location.search));
  }, [signedOut]);

  return (
    <div className="frame">
      <a className="skip" href="#main">
        {t.frame.skip}
      </a>
      <header className="head">
        <Link className="head-home" aria-label={t.frame.product} to={pages.accountSecurity}>
          <Mark />
          <span className="head-product">{t.frame.product}</span>
        </Link>
        <nav className="head-nav" aria-label={t.frame.main}>
          <Link
            className="head-link"
            to={pages.accountSecurity}
            data-current={!inAdministration || undefined}
          >
            {t.frame.myAccount}
          </Link>
          {administrationStart && (
            <Link
              className="head-link"
              to={administrationStart.to}
              data-current={inAdministration || undefined}
            >
              {t.administration.title}
            </Link>
          )}
        </nav>
        <div className="head-end">
          <IconButton label={t.keys.open} icon={<KeyboardIcon />} onClick={() => setKeysShown(true)} />
          {me.data === undefined ? null : <AccountMenu user={me.data} />}
        </div>
      </header>
      <OfflineBanner />
      {me.data === undefined ? null : <NoticeBanners />}
      <Side
        label={inAdministration ? t.administration.side : t.frame.side}
        groups={inAdministration ? administration : accountSide}
      />
      <main className="main" id="main" tabIndex={-1}>
        {me.data === undefined ? <h1 className="visually-hidden">{t.frame.product}</h1> : null}
        {me.data !== undefined ? (
          <Outlet />
        ) : me.error === null || signedOut ? (
          <Skeleton label={t.frame.loading} lines={6} />
        ) : (
          <FailurePanel
            error={me.error}
            title={t.failure.loading({ what: t.failure.user })}
            kind="read"
            onRetry={() => void me.refetch()}
          />
        )}
      </main>
      <KeyList open={keysShown} onClose={() => setKeysShown(false)} />
    </div>
  );
}
