import type { Ref } from 'react';
import type { Form, FormErrors } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { isUnsafeHome } from './home-url.ts';

/** What is told of a service, as the fields hold it. */
export interface ServiceDraft {
  readonly name: string;
  readonly key: string;
  readonly description: string;
  readonly homeUrl: string;
}

export interface ServiceFieldsProps {
  readonly form: Form<ServiceDraft>;
  readonly first?: Ref<HTMLInputElement>;
  readonly isNew?: boolean;
}

export function ServiceFields({ form, first, isNew = false }: ServiceFieldsProps) {
  const { draft, errors, change } = form;
  return (
    <>
      <TextField
        {...(first !== undefined && { ref: first })}
        label={t.services.name}
        value={draft.name}
        error={errors.name}
        onChange={(name) => change({ name })}
      />
      <TextField
        label={t.services.key}
        hint={isNew ? t.services.newKeyHint : t.services.keyHint}
        value={draft.key}
        error={errors.key}
        onChange={(key) => change({ key })}
      />
      <TextArea
        label={t.form.description}
        hint={t.form.optional}
        rows={2}
        value={draft.description}
        error={errors.description}
        onChange={(description) => change({ description })}
      />
      <TextField
        label={t.services.homeUrl}
        hint={isUnsafeHome(draft.homeUrl) ? t.services.unsafeHint : t.services.homeUrlHint}
        inputMode="url"
        value={draft.homeUrl}
        error={errors.homeUrl}
        onChange={(homeUrl) => change({ homeUrl })}
      />
    </>
  );
}

export function checkServiceDraft({ name }: ServiceDraft): FormErrors<ServiceDraft> {
  return name.trim() === '' ? { name: t.form.nameMissing } : {};
}
