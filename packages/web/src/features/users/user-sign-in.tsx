import type { User } from '@countersign/sdk';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { t } from '../../lib/messages.ts';
import { PageSection } from '../../lib/page/page-section.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useChangeUser } from './queries.ts';
import { ResetPassword } from './reset-password.tsx';

export interface UserSignInProps {
  readonly user: User;
  /** Why an act would be refused; undefined where it would not. */
  readonly refusals: Readonly<Record<'requireChange' | 'reset', string | undefined>>;
}

/** With what a person signs in, whether it must be replaced, and a new start for who lost it. */
export function UserSignIn({ user, refusals }: UserSignInProps) {
  const { id, login, passwordChangeRequired: isRequired } = user;
  const change = useChangeUser(id);
  const requireChange = async () => {
    try {
      await change.mutateAsync({ passwordChangeRequired: true });
      showToast(t.user.required({ login }));
    } catch {
      // The mutation keeps the error, and the panel below shows it.
    }
  };
  return (
    <PageSection
      title={t.user.signIn}
      acts={
        <>
          <ResetPassword user={user} refusal={refusals.reset} />
          <Button
            pending={change.isPending}
            disabledReason={isRequired ? t.user.requiredAlready : refusals.requireChange}
            onClick={() => void requireChange()}
          >
            {t.user.requireChange}
          </Button>
        </>
      }
    >
      {change.error !== null && (
        <FailurePanel error={change.error} title={t.user.requireFailed} kind="write" />
      )}
      <Card padded>
        <Facts
          facts={[
            {
              label: t.user.password,
              value: isRequired ? t.user.passwordRequired : t.user.passwordFine,
            },
          ]}
        />
      </Card>
    </PageSection>
  );
}
