import { Link } from '@tanstack/react-router';
import { t } from '../lib/messages.ts';
import { pages } from '../lib/paths.ts';

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <header className="page-head">
      <title>{`${t.frame.notFoundTitle} · ${t.frame.product}`}</title>
      <h1>{t.frame.notFoundTitle}</h1>
      <p>{t.frame.notFoundText}</p>
      <p>
        <Link to={pages.accountSecurity}>{t.frame.notFoundBack}</Link>
      </p>
    </header>
  );
}
