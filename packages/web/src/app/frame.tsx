import './frame.css';
import { AuthorityError } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { paths } from '../lib/api.ts';
import { FailurePanel } from '../lib/failure-panel.tsx';
import { useKeys } from '../lib/keys.ts';
import { t } from '../lib/messages.ts';
import { pages } from '../lib/paths.ts';
import { meQuery } from '../lib/queries.ts';
import { IconButton } from '../ui/button.tsx';
import { KeyboardIcon, ShieldIcon } from '../ui/icons.tsx';
import { Mark } from '../ui/mark.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { AccountMenu } from './account-menu.tsx';
import { KeyList } from './key-list.tsx';
import { OfflineBanner } from './offline-banner.tsx';

/** What stands around every page: the head, the side, and the question who is here. */
export function Frame() {
  const me = useQuery(meQuery);
  const [keysShown, setKeysShown] = useState(false);
  useKeys({ '?': () => setKeysShown(true) });
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
        <Link className="head-home" to={pages.accountSecurity}>
          <Mark />
          {t.frame.product}
        </Link>
        <nav className="head-nav" aria-label={t.frame.main}>
          <Link className="head-link" to={pages.accountSecurity}>
            {t.frame.myAccount}
          </Link>
        </nav>
        <div className="head-end">
          <IconButton label={t.keys.open} icon={<KeyboardIcon />} onClick={() => setKeysShown(true)} />
          {me.data === undefined ? null : <AccountMenu user={me.data} />}
        </div>
      </header>
      <OfflineBanner />
      <nav className="side" aria-label={t.frame.side}>
        <p className="side-title">{t.frame.side}</p>
        <Link className="side-link" to={pages.accountSecurity}>
          <ShieldIcon />
          {t.frame.accountSecurity}
        </Link>
      </nav>
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
