import type { User } from '@countersign/sdk';
import { FailurePanel } from '../../lib/failure-panel.tsx';
import { t } from '../../lib/messages.ts';
import { PageSection } from '../../lib/page/page-section.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useChangeUser } from './queries.ts';

/** With what a person signs in, and whether it must be replaced. */
export function UserSignIn({ user, refusal }: { user: User; refusal: string | undefined }) {
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
        <Button
          pending={change.isPending}
          disabledReason={isRequired ? t.user.requiredAlready : refusal}
          onClick={() => void requireChange()}
        >
          {t.user.requireChange}
        </Button>
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
