import type { UserCreate } from '@countersign/sdk';
import { useRef, useState } from 'react';
import { client } from '../../lib/api.ts';
import { type FormErrors, useForm } from '../../lib/form/use-form.ts';
import { t } from '../../lib/messages.ts';
import { SecretBox } from '../../lib/secret/secret-box.ts';
import { SecretDialog } from '../../lib/secret/secret-dialog.tsx';
import type { PickerItem } from '../../ui/picker.tsx';
import { showToast } from '../../ui/toast.tsx';
import { generatePassword } from './generate-password.ts';
import { InitialPassword } from './initial-password.tsx';
import { NewUserForm } from './new-user-form.tsx';
import { useRefreshUsers } from './queries.ts';

/** The fields have the names that the API gives them. */
export interface UserDraft {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly way: 'generated' | 'typed';
  readonly password: string;
  readonly groups: readonly PickerItem[];
}

const empty: UserDraft = { login: '', name: '', email: '', way: 'generated', password: '', groups: [] };

/** Makes an account for a person: first the form, then the generated password, once. */
export function NewUser({ open, onClose }: { open: boolean; onClose: () => void }) {
  const refresh = useRefreshUsers();
  const [made, setMade] = useState<{ readonly login: string; readonly secret: SecretBox }>();
  const generated = useRef<SecretBox>(undefined);
  const form = useForm<UserDraft, string>({
    initial: empty,
    check,
    write: async (draft) => {
      const box = new SecretBox(draft.way === 'typed' ? draft.password : generatePassword());
      generated.current = draft.way === 'typed' ? undefined : box;
      try {
        const { login } = await client.users.create(orderOf(draft, box));
        return login;
      } finally {
        // Also after an error: without an answer nobody knows whether there is a new user.
        void refresh();
      }
    },
    onDone: (login) => {
      if (generated.current === undefined) {
        showToast(t.newUser.created({ login }));
        onClose();
      } else setMade({ login, secret: generated.current });
    },
  });
  return (
    <SecretDialog
      open={open}
      title={made === undefined ? t.newUser.title : t.newUser.createdTitle({ login: made.login })}
      initialFocus={form.first}
      secret={made?.secret}
      pending={form.isPending}
      leaving={{ title: t.newUser.leaveTitle, text: t.newUser.leaveText }}
      onClose={onClose}
      onClosed={() => {
        generated.current = undefined;
        setMade(undefined);
        form.reset();
      }}
    >
      {({ close, onCopied }) =>
        made === undefined ? (
          <NewUserForm form={form} onCancel={close} />
        ) : (
          <InitialPassword secret={made.secret} onCopied={onCopied} onDone={close} />
        )
      }
    </SecretDialog>
  );
}

function check({ login, name, way, password }: UserDraft): FormErrors<UserDraft> {
  return {
    ...(login.trim() === '' && { login: t.user.loginMissing }),
    ...(name.trim() === '' && { name: t.user.nameMissing }),
    ...(way === 'typed' && password === '' && { password: t.newUser.typedPasswordMissing }),
  };
}

function orderOf({ login, name, email, groups }: UserDraft, password: SecretBox): UserCreate {
  return {
    login: login.trim(),
    name: name.trim(),
    password: password.reveal(),
    ...(email.trim() !== '' && { email: email.trim() }),
    ...(groups.length > 0 && { groups: groups.map(({ id }) => ({ id })) }),
  };
}
