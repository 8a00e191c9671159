import type { Permission } from '@countersign/sdk';
import { useQuery } from '@tanstack/react-query';
import { FormDialog } from '../../lib/form/form-dialog.tsx';
import { useForm } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { MultiSelect } from '../../ui/multi-select.tsx';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.tsx';
import { allDeclaredQuery, useServiceWrites } from './queries.ts';

export interface PermissionDialogProps {
  readonly serviceId: string;
  /** Undefined for a new one. */
  readonly permission: Permission | undefined;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** Declares a permission, or changes what can still be changed about it: its key and its kind of place never can. */
export function PermissionDialog({ serviceId, permission, open, onClose }: PermissionDialogProps) {
  const writes = useServiceWrites();
  const { data: all } = useQuery({ ...allDeclaredQuery(serviceId), enabled: open });
  const isNew = permission === undefined;
  const initial: PermissionDraft = {
    key: permission?.key ?? '',
    name: permission?.name ?? '',
    description: permission?.description ?? '',
    global: permission?.global ?? false,
    implied: permission?.implied.map(({ key }) => key) ?? [],
  };
  const form = useForm({
    initial,
    check: ({ key, name }) => ({
      ...(key.trim() === '' && { key: t.declared.keyMissing }),
      ...(name.trim() === '' && { name: t.form.nameMissing }),
    }),
    write: ({ key, name, description, global, implied }, changed) =>
      isNew
        ? writes.declare(serviceId, { key: key.trim(), name, description, global, implied: named(implied) })
        : writes.updatePermission(serviceId, permission.key, {
            ...(changed.name !== undefined && { name }),
            ...(changed.description !== undefined && { description }),
            ...(changed.implied !== undefined && { implied: named(implied) }),
          }),
    onDone: ({ name }) => {
      showToast(isNew ? t.declared.declaredNow({ name }) : t.services.saved({ name }));
      onClose();
    },
  });
  const { draft, errors, change } = form;
  return (
    <FormDialog
      form={form}
      open={open}
      title={isNew ? t.declared.declareTitle : t.declared.editTitle({ name: permission.name })}
      submitLabel={isNew ? t.declared.declareSubmit : t.form.save}
      failedTitle={isNew ? t.declared.declareFailed : t.declared.saveFailed}
      onClose={onClose}
    >
      <TextField
        ref={form.first}
        label={t.declared.name}
        hint={t.declared.nameHint}
        value={draft.name}
        error={errors.name}
        onChange={(name) => change({ name })}
      />
      {isNew && (
        <TextField
          label={t.declared.key}
          hint={t.declared.keyHint}
          value={draft.key}
          error={errors.key}
          onChange={(key) => change({ key })}
        />
      )}
      <TextArea
        label={t.form.description}
        hint={t.form.optional}
        rows={2}
        value={draft.description}
        error={errors.description}
        onChange={(description) => change({ description })}
      />
      {isNew && (
        <div>
          <Checkbox
            label={t.declared.global}
            checked={draft.global}
            onChange={(global) => change({ global })}
          />
          <p className="field-hint">{t.declared.globalHint}</p>
        </div>
      )}
      <MultiSelect
        label={t.declared.implied}
        hint={t.declared.impliedHint}
        error={errors.implied}
        options={(all?.permissions ?? [])
          .filter(({ key }) => key !== permission?.key)
          .map(({ key, name }) => ({ id: key, label: name, note: key }))}
        value={draft.implied}
        onChange={(implied) => change({ implied })}
        placeholder={t.declared.impliedAdd}
        emptyText={t.declared.impliedNone}
        openLabel={t.pick.open}
        removeLabel={(name) => t.pick.remove({ name })}
      />
    </FormDialog>
  );
}

interface PermissionDraft {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly global: boolean;
  readonly implied: readonly string[];
}

function named(keys: readonly string[]) {
  return keys.map((key) => ({ key }));
}
