import { storedChoice } from './stored-choice.ts';

export type Theme = 'system' | 'light' | 'dark';

/** The key is also in `app/apply-theme.ts`, which runs before this. */
export const theme = storedChoice<Theme>('theme', ['system', 'light', 'dark']);

/** Keeps the page in the chosen theme from now on. */
export function followTheme(): void {
  theme.subscribe(() => {
    const chosen = theme.read();
    if (chosen === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = chosen;
  });
}
