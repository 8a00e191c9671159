import './section.css';
import type { Session } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { useNow } from '../../lib/now.ts';
import { type Owner, ownerId, ownerLogin } from '../../lib/owner.ts';
import { PageSection } from '../../lib/page/page-section.tsx';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tag } from '../../ui/tag.tsx';
import { EndSessions } from './end-sessions.tsx';
import { sessionsQuery } from './queries.ts';

export interface SessionsSectionProps {
  readonly owner: Owner;
  /** Why none can be ended for somebody else; undefined where it can. */
  readonly refusal?: string | undefined;
}

/** Where somebody is signed in, and the end of it: here of one session, above of all, or all others. */
export function SessionsSection({ owner, refusal }: SessionsSectionProps) {
  const userId = ownerId(owner);
  const login = ownerLogin(owner);
  const { data, error, refetch } = useQuery(sessionsQuery(userId));
  const endable = data?.sessions.filter(({ current }) => !current).length ?? 0;
  return (
    <PageSection
      title={t.sessions.title}
      lead={t.sessions.lead({ login })}
      acts={
        data && (
          <EndSessions
            userId={userId}
            label={login === undefined ? t.sessions.endOthers : t.sessions.endAll}
            refusal={
              refusal ??
              (endable > 0 ? undefined : login === undefined ? t.sessions.noOthers : t.sessions.noneToEnd)
            }
            words={{
              title: t.sessions.endTitle({ login }),
              text: t.sessions.endText({ login }),
              submit: login === undefined ? t.sessions.endOthersSubmit : t.sessions.endAllSubmit,
              failed: t.sessions.endFailed,
              done: t.sessions.ended({ login }),
            }}
          />
        )
      }
    >
      {data !== undefined ? (
        <Card>
          {data.sessions.length === 0 ? (
            <p className="session">{t.sessions.none({ login })}</p>
          ) : (
            <ul className="sessions">
              {data.sessions.map((session) => (
                <Row key={session.id} session={session} userId={userId} refusal={refusal} />
              ))}
            </ul>
          )}
        </Card>
      ) : error === null ? (
        <Skeleton label={t.frame.loading} lines={2} />
      ) : (
        <FailurePanel
          error={error}
          title={t.failure.loading({ what: t.sessions.what({ login }) })}
          kind="read"
          onRetry={() => void refetch()}
        />
      )}
    </PageSection>
  );
}

interface RowProps {
  readonly session: Session;
  readonly userId: string;
  readonly refusal: string | undefined;
}

/** This one ends by signing out, in the menu of the account. */
function Row({ session, userId, refusal }: RowProps) {
  const now = useNow();
  const device = session.device ?? t.sessions.unknownDevice;
  return (
    <li className="session">
      <div className="session-what">
        <div className="session-device">
          <bdi title={session.userAgent ?? undefined}>{device}</bdi>
          {session.current && <Tag tone="accent">{t.sessions.thisOne}</Tag>}
          {session.secondFactor && <Tag>{t.sessions.secondFactor}</Tag>}
        </div>
        <div className="session-when">
          <bdi>{session.address ?? t.sessions.unknownAddress}</bdi>
          {', '}
          {t.sessions.signedIn} <Moment instant={session.creationTime} now={now} />
          {', '}
          {t.sessions.lastActive} <Moment instant={session.lastAccessTime} now={now} />
        </div>
      </div>
      {!session.current && (
        <EndSessions
          userId={userId}
          sessionId={session.id}
          label={t.sessions.signOut}
          name={t.sessions.signOutLabel({ device })}
          refusal={refusal}
          words={{
            title: t.sessions.signOutTitle({ device }),
            text: t.sessions.signOutText,
            submit: t.sessions.signOutSubmit,
            failed: t.sessions.signOutFailed,
            done: t.sessions.signedOut({ device }),
          }}
        />
      )}
    </li>
  );
}
