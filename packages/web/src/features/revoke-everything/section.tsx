import type { User } from '@countersign/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../../lib/api.ts';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { useImpact } from '../../lib/impact.ts';
import { t } from '../../lib/messages.ts';
import { PageSection } from '../../lib/page/page-section.tsx';
import { Button } from '../../ui/button.tsx';
import { showToast } from '../../ui/toast.tsx';
import { TypedConfirm } from '../../ui/typed-confirm.tsx';

export interface RevokeEverythingProps {
  readonly user: Pick<User, 'id' | 'login'>;
  readonly isOwn: boolean;
  /** Why it would be refused; undefined where it would not. */
  readonly refusal: string | undefined;
}

/** One act for who lost a device: what it ends is counted first, and the login is typed. */
export function RevokeEverythingSection({ user: { id, login }, isOwn, refusal }: RevokeEverythingProps) {
  const [open, setOpen] = useState(false);
  const cache = useQueryClient();
  const impact = useImpact('users', id, open);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => client.users.revokeEverything(id),
    // One's own session ended with the others: whatever is read next leads to sign-in.
    onSettled: () => cache.invalidateQueries(isOwn ? undefined : { queryKey: ['users', id] }),
  });
  const owned = { login: isOwn ? undefined : login };
  return (
    <PageSection
      title={t.revocation.title}
      lead={t.revocation.lead(owned)}
      acts={
        <Button disabledReason={refusal} onClick={() => setOpen(true)}>
          {t.revocation.start}
        </Button>
      }
    >
      <TypedConfirm
        open={open}
        title={t.revocation.ask(owned)}
        expected={login}
        typeLabel={t.form.typeName({ name: login })}
        typeWrong={t.form.typeWrong({ name: login })}
        confirmLabel={t.revocation.submit}
        cancelLabel={t.frame.cancel}
        pending={isPending}
        onConfirm={() =>
          mutate(undefined, {
            onSuccess: (ended) => {
              showToast(t.revocation.done({ login, ...ended }));
              setOpen(false);
            },
          })
        }
        onCancel={() => setOpen(false)}
        onClosed={reset}
      >
        <FormFailure failure={error} title={t.revocation.failed} />
        <p>
          {impact.data !== undefined
            ? t.revocation.ends(impact.data)
            : impact.isPending
              ? t.form.counting
              : t.revocation.uncounted}
        </p>
        <p>{t.revocation.stays(owned)}</p>
        <p>{t.revocation.final}</p>
      </TypedConfirm>
    </PageSection>
  );
}
