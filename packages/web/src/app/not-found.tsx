import { Link } from '@tanstack/react-router';
import { t } from '../lib/messages.ts';
import { PageHead } from '../lib/page/page-head.tsx';
import { pages } from '../lib/paths.ts';

/** An address that leads nowhere. */
export function NotFound() {
  return (
    <>
      <PageHead title={t.frame.notFoundTitle} lead={t.frame.notFoundText} />
      <p>
        <Link to={pages.accountSecurity}>{t.frame.notFoundBack}</Link>
      </p>
    </>
  );
}
