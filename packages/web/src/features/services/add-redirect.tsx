import type { Service, UntrustedRedirectUri } from '@countersign/sdk';
import { useMutation } from '@tanstack/react-query';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { t } from '../../lib/messages.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useServiceWrites } from './queries.ts';
import { hostOf } from './redirect-host.ts';

export interface SettleRedirectProps {
  readonly service: Service;
  readonly uri: UntrustedRedirectUri;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Asks, with the address in full, before users and what they allow are sent there. */
export function AddRedirect({ service, uri, open, onClose }: SettleRedirectProps) {
  const { name } = service;
  const writes = useServiceWrites();
  const words = t.refusedRedirects;
  const host = hostOf(uri.redirectURI);
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: () => writes.acceptRedirect(service.id, uri.id),
    onSuccess: () => {
      showToast(words.added({ name }));
      onClose();
    },
  });
  return (
    <Confirm
      open={open}
      title={words.addTitle({ host, name })}
      confirmLabel={words.addSubmit}
      cancelLabel={t.frame.cancel}
      pending={isPending}
      onConfirm={() => mutate()}
      onCancel={onClose}
      onClosed={reset}
    >
      <FormFailure failure={error} title={words.addFailed} />
      <p className="refused-full">
        <code>{uri.redirectURI}</code>
      </p>
      <p>{words.addText({ name })}</p>
      <p>{words.addCheck}</p>
    </Confirm>
  );
}
