import './section.css';
import type { TwoFactorAuthentication } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { paths } from '../../lib/api.ts';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { t } from '../../lib/messages.ts';
import { Moment } from '../../lib/moment.tsx';
import { useNow } from '../../lib/now.ts';
import { type Owner, ownerId, ownerLogin } from '../../lib/owner.ts';
import { PageSection } from '../../lib/page/page-section.tsx';
import { formatDate } from '../../lib/time.ts';
import { twoFactorQuery } from '../../lib/two-factor.ts';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { LinkButton } from '../../ui/link-button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Tag } from '../../ui/tag.tsx';
import { TurnOff } from './turn-off.tsx';

/** From here down somebody is told that the recovery codes come to an end. */
const codesPlenty = 3;

export interface TwoFactorSectionProps {
  readonly owner: Owner;
  /** Why it cannot be turned off for somebody else; undefined where it can. */
  readonly refusal?: string | undefined;
}

/**
 * Whether signing in asks for more than a password, and for what. One's own is set up and managed on a page of its
 * own, without script; for somebody else it can only be turned off.
 */
export function TwoFactorSection({ owner, refusal }: TwoFactorSectionProps) {
  const userId = ownerId(owner);
  const login = ownerLogin(owner);
  const { data, error, refetch } = useQuery(twoFactorQuery(userId));
  return (
    <PageSection
      title={t.twoFactor.title}
      lead={t.twoFactor.lead({ login })}
      acts={
        data &&
        (owner === 'me' ? (
          <LinkButton href={paths.twoFactor(location.pathname + location.search)}>
            {data.active ? t.twoFactor.manage : t.twoFactor.setUp}
          </LinkButton>
        ) : (
          <TurnOff user={owner} state={data} refusal={refusal} />
        ))
      }
    >
      {data !== undefined ? (
        <State state={data} login={login} />
      ) : error === null ? (
        <Skeleton label={t.frame.loading} lines={2} />
      ) : (
        <FailurePanel
          error={error}
          title={t.failure.loading({ what: t.twoFactor.what({ login }) })}
          kind="read"
          onRetry={() => void refetch()}
        />
      )}
    </PageSection>
  );
}

function State({ state, login }: { state: TwoFactorAuthentication; login: string | undefined }) {
  const { active, required, requiredFrom, recoveryCodesLeft: count } = state;
  return (
    <>
      {active && count < codesPlenty && (
        <Notice tone="warning">
          <p>{t.twoFactor.fewCodes({ count, login })}</p>
        </Notice>
      )}
      <Card padded>
        <Facts
          facts={[
            {
              label: t.twoFactor.state,
              value: (
                <span className="two-factor-state">
                  {active ? t.twoFactor.on : t.twoFactor.off}
                  {requiredFrom !== null && (
                    <Tag tone={active ? 'plain' : 'warning'}>
                      {t.twoFactor.requiredFrom({ date: formatDate(requiredFrom) })}
                    </Tag>
                  )}
                  {required && <Tag tone={active ? 'plain' : 'warning'}>{t.twoFactor.required}</Tag>}
                </span>
              ),
            },
            ...(active
              ? [
                  { label: t.twoFactor.devices, value: <Devices devices={state.devices} /> },
                  { label: t.twoFactor.recoveryCodes, value: t.twoFactor.codesLeft({ count }) },
                ]
              : []),
          ]}
        />
      </Card>
    </>
  );
}

function Devices({ devices }: Pick<TwoFactorAuthentication, 'devices'>) {
  const now = useNow();
  return (
    <ul className="two-factor-devices">
      {devices.map(({ id, kind, name, creationTime, lastAccessTime }) => (
        <li key={id}>
          <bdi>{name}</bdi>{' '}
          <span className="two-factor-uses">
            {t.twoFactor.kinds[kind]}, {t.twoFactor.added} <Moment instant={creationTime} now={now} />
            {', '}
            {lastAccessTime === null ? (
              t.twoFactor.neverUsed
            ) : (
              <>
                {t.twoFactor.used} <Moment instant={lastAccessTime} now={now} />
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}
