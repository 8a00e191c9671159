import type { Permission } from '@countersign/sdk';
import { useMutation, useQuery } from '@tanstack/react-query';
import { FormFailure } from '../../lib/form/form-failure.tsx';
import { t } from '../../lib/messages.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { showToast } from '../../ui/toast.tsx';
import { givenQuery, useServiceWrites } from './queries.ts';

export interface WithdrawPermissionProps {
  readonly serviceId: string;
  readonly permission: Permission;
  readonly open: boolean;
  /** Where to go on from when its row is gone. */
  readonly nextFocus: () => HTMLElement | null;
  readonly onClose: () => void;
}

/** Asks before a permission counts for nothing any more, with who has it in sight. */
export function WithdrawPermission(props: WithdrawPermissionProps) {
  const { serviceId, permission, open, nextFocus, onClose } = props;
  const { key, name } = permission;
  const writes = useServiceWrites();
  const given = useQuery({ ...givenQuery(key), enabled: open });
  const { mutate, isPending, isSuccess, error, reset } = useMutation({
    mutationFn: () => writes.withdraw(serviceId, key),
    onSuccess: () => {
      showToast(t.declared.withdrawn({ name }));
      onClose();
    },
  });
  return (
    <Confirm
      open={open}
      title={t.declared.withdrawTitle({ name })}
      confirmLabel={t.declared.withdrawSubmit}
      cancelLabel={t.frame.cancel}
      pending={isPending}
      onConfirm={() => mutate()}
      onCancel={onClose}
      onClosed={reset}
      {...(isSuccess && { nextFocus })}
    >
      <FormFailure failure={error} title={t.declared.withdrawFailed} />
      <p>{t.declared.withdrawText}</p>
      {given.data !== undefined && <p>{t.declared.given({ count: given.data })}</p>}
      <p>{t.form.final}</p>
    </Confirm>
  );
}
