/**
 * Applies the chosen theme before anything is painted. Runs alone, as a classic script in the head, so it
 * imports nothing: keep its key equal to the one in `lib/theme.ts`.
 */
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Without storage the system's theme applies.
}
