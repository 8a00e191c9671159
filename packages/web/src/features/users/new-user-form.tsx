import { FormFailure } from '../../lib/form/form-failure.tsx';
import type { Form } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import { EntitiesField } from '../../lib/pick/entity-field.tsx';
import { searchJoinableGroups } from '../../lib/pick/search-entities.ts';
import { Button } from '../../ui/button.tsx';
import { DialogBody, DialogFoot } from '../../ui/dialog.tsx';
import { Select, type SelectOption } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { UserDraft } from './new-user.tsx';

const ways: readonly SelectOption<UserDraft['way']>[] = [
  { value: 'generated', label: t.newUser.passwordWays.generated },
  { value: 'typed', label: t.newUser.passwordWays.typed },
];

export function NewUserForm({ form, onCancel }: { form: Form<UserDraft>; onCancel: () => void }) {
  const { draft, errors, change } = form;
  return (
    <form ref={form.element} noValidate onSubmit={form.submit}>
      <DialogBody>
        <FormFailure failure={form.failure} title={t.newUser.failed} />
        <TextField
          ref={form.first}
          label={t.newUser.login}
          hint={t.newUser.loginHint}
          error={errors.login}
          value={draft.login}
          onChange={(login) => change({ login })}
        />
        <TextField
          label={t.newUser.name}
          error={errors.name}
          value={draft.name}
          onChange={(name) => change({ name })}
        />
        <TextField
          label={t.newUser.email}
          hint={t.newUser.emailHint}
          error={errors.email}
          value={draft.email}
          inputMode="email"
          onChange={(email) => change({ email })}
        />
        <Select
          label={t.newUser.password}
          hint={t.newUser.passwordWayHint}
          options={ways}
          value={draft.way}
          onChange={(way) => change({ way, password: '' })}
        />
        {draft.way === 'typed' && (
          <TextField
            label={t.newUser.typedPassword}
            hint={t.newUser.typedPasswordHint}
            error={errors.password}
            value={draft.password}
            type="password"
            autoComplete="new-password"
            onChange={(password) => change({ password })}
          />
        )}
        <EntitiesField
          label={t.newUser.groups}
          hint={t.newUser.groupsHint}
          error={errors.groups}
          search={searchJoinableGroups}
          value={draft.groups}
          onChange={(groups) => change({ groups })}
        />
      </DialogBody>
      <DialogFoot>
        <Button onClick={onCancel} disabled={form.isPending}>
          {t.frame.cancel}
        </Button>
        <Button type="submit" weight="primary" pending={form.isPending}>
          {t.newUser.submit}
        </Button>
      </DialogFoot>
    </form>
  );
}
