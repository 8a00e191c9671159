import './banners.css';
import type { Notice as NoticeData } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { useNow } from '../../lib/now.ts';
import { pages } from '../../lib/paths.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { noticesQuery, useDismiss } from './queries.ts';

/** What happened to the account of who is signed in, until they put it away. Without any, nothing stands there. */
export function NoticeBanners() {
  const now = useNow();
  const { data } = useQuery(noticesQuery);
  const dismiss = useDismiss();
  if (data === undefined || data.notices.length === 0) return null;
  const more = data.total - data.notices.length;
  return (
    <section className="banners" aria-label={t.notices.title}>
      {dismiss.error !== null && (
        <FailurePanel error={dismiss.error} title={t.notices.notDismissed} kind="write" />
      )}
      {data.notices.map((notice) => (
        <Notice
          key={notice.id}
          tone="warning"
          acts={
            <Button
              aria-label={t.notices.dismissThis({ text: textOf(notice) })}
              pending={dismiss.isPending && dismiss.variables === notice.id}
              onClick={() => dismiss.mutate(notice.id)}
            >
              {t.frame.dismiss}
            </Button>
          }
        >
          <p>
            <bdi>{textOf(notice)}</bdi>{' '}
            <span className="banner-when">
              <Moment instant={notice.timestamp} now={now} />
              {notice.ipAddress !== null && `, ${t.notices.from({ address: notice.ipAddress })}`}
            </span>{' '}
            <Link to={pages.accountSecurity}>{t.notices.review}</Link>
          </p>
        </Notice>
      ))}
      {more > 0 && <p className="banners-more">{t.notices.more({ count: more })}</p>}
    </section>
  );
}

function textOf({ kind, targetType, name, author, own, authorType }: NoticeData): string {
  return t.notices.said({ kind, targetType, name, who: own ? 'you' : (author?.name ?? authorType) });
}
