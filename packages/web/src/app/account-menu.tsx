import './account-menu.css';
import type { User } from '@countersign/sdk';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { paths } from '../lib/api.ts';
import { t } from '../lib/messages.ts';
import { pages } from '../lib/paths.ts';
import { useStoredChoice } from '../lib/stored-choice.ts';
import { theme } from '../lib/theme.ts';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/menu.tsx';

const themes = (['system', 'light', 'dark'] as const).map((value) => ({
  value,
  label: t.frame.themes[value],
}));

/** The signed-in user's own menu. */
export function AccountMenu({ user }: { user: User }) {
  const navigate = useNavigate();
  const chosenTheme = useStoredChoice(theme);
  // Signing out changes something, so it is a form that is posted, not a link that is followed.
  const signOut = useRef<HTMLFormElement>(null);
  return (
    <>
      <form ref={signOut} method="post" action={paths.signOut} hidden />
      <Menu
        trigger={
          <button type="button" className="avatar">
            {initials(user.name || user.login)}
            <span className="visually-hidden">{t.frame.accountMenu({ login: user.login })}</span>
          </button>
        }
      >
        <div className="account-who">
          <span className="account-name">{user.name}</span>
          <span className="account-login">{user.login}</span>
        </div>
        <MenuSeparator />
        <MenuItem onSelect={() => void navigate({ to: pages.accountSecurity })}>
          {t.frame.accountSecurity}
        </MenuItem>
        <MenuSeparator />
        <MenuChoice label={t.frame.theme} options={themes} value={chosenTheme} onChange={theme.write} />
        <MenuSeparator />
        <MenuItem onSelect={() => signOut.current?.requestSubmit()}>{t.frame.signOut}</MenuItem>
      </Menu>
    </>
  );
}

/** The first letters of the first and the last word. */
function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => [...(word ?? '')][0] ?? '',
  );
  return letters.join('').toUpperCase();
}
