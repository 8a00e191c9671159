import type { User } from '@countersign/sdk';
import { BanIcon, BotIcon, WarningIcon } from '../ui/icons.tsx';
import { Tag } from '../ui/tag.tsx';
import { t } from './messages.ts';

/** What is out of the ordinary about an account, beside its name. */
export function UserBadges({ user }: { user: Pick<User, 'kind' | 'banned' | 'banReason' | 'suspended'> }) {
  return (
    <>
      {user.kind === 'bot' && <Tag icon={<BotIcon />}>{t.users.bot}</Tag>}
      {user.suspended && (
        <Tag tone="warning" icon={<WarningIcon />}>
          {t.users.suspended}
        </Tag>
      )}
      {user.banned && (
        <Tag tone="danger" icon={<BanIcon />}>
          {t.users.banned({ reason: user.banReason ?? undefined })}
        </Tag>
      )}
    </>
  );
}
