import { useMutation } from '@tanstack/react-query';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { unlessGone } from '../../lib/gone.ts';
import { t } from '../../lib/messages.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { showToast } from '../../ui/toast.tsx';
import type { SettleRedirectProps } from './add-redirect.tsx';
import { useServiceWrites } from './queries.ts';

/** Takes an address off the list; it comes back when it is tried again. */
export function DismissRedirect({ service, uri, open, onClose }: SettleRedirectProps) {
  const writes = useServiceWrites();
  const words = t.refusedRedirects;
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => unlessGone(writes.dismissRedirect(service.id, uri.id)),
    onSuccess: () => {
      showToast(words.dismissed);
      onClose();
    },
  });
  return (
    <Confirm
      open={open}
      title={words.dismissTitle}
      confirmLabel={words.dismissSubmit}
      cancelLabel={t.frame.cancel}
      pending={isPending}
      onConfirm={() => mutate()}
      onCancel={onClose}
      onClosed={reset}
    >
      <FormFailure failure={error} title={words.dismissFailed} />
      <p className="refused-full">
        <code>{uri.redirectURI}</code>
      </p>
      <p>{words.dismissText}</p>
    </Confirm>
  );
}
