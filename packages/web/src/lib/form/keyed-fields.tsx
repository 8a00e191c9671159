import { TextArea } from '../../ui/text-area.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { t } from '../messages.ts';
import type { Form, FormErrors } from './use-form.ts';

/** What a role and a project have in common: a name for people, a key for programs, a word of explanation. */
export interface KeyedDraft {
  readonly name: string;
  readonly key: string;
  readonly description: string;
}

export function checkKeyed({ name, key }: KeyedDraft): FormErrors<KeyedDraft> {
  return {
    ...(name.trim() === '' && { name: t.form.nameMissing }),
    ...(key.trim() === '' && { key: t.form.keyMissing }),
  };
}

export interface KeyedFieldsProps {
  readonly form: Form<KeyedDraft>;
  readonly keyHint: string;
}

export function KeyedFields({ form, keyHint }: KeyedFieldsProps) {
  const { draft, errors, change, first } = form;
  return (
    <>
      <TextField
        ref={first}
        label={t.form.name}
        error={errors.name}
        value={draft.name}
        onChange={(name) => change({ name })}
      />
      <TextField
        label={t.form.key}
        hint={keyHint}
        error={errors.key}
        value={draft.key}
        onChange={(key) => change({ key })}
      />
      <TextArea
        label={t.form.description}
        error={errors.description}
        value={draft.description}
        onChange={(description) => change({ description })}
      />
    </>
  );
}
