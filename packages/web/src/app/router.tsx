import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import type { TokensSearch } from '../features/permanent-tokens/view.ts';
import { basePath } from '../lib/base-path.ts';
import { pages } from '../lib/paths.ts';
import { AccountSecurityPage } from './account-security-page.tsx';
import { Frame } from './frame.tsx';
import { NotFound } from './not-found.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });

const toAccountSecurity = () => {
  throw redirect({ to: pages.accountSecurity, replace: true });
};

const home = createRoute({ getParentRoute: () => root, path: pages.home, beforeLoad: toAccountSecurity });
const account = createRoute({
  getParentRoute: () => root,
  path: pages.account,
  beforeLoad: toAccountSecurity,
});

const accountSecurity = createRoute({
  getParentRoute: () => root,
  path: pages.accountSecurity,
  validateSearch: ({
    sort,
    page,
    name,
    scope,
    expires,
  }: Record<string, string | undefined>): TokensSearch => ({
    sort,
    page,
    name,
    scope,
    expires,
  }),
  component: AccountSecurityPage,
});

export const router = createRouter({
  routeTree: root.addChildren([home, account, accountSecurity]),
  basepath: basePath === '' ? '/' : basePath,
  // Parameters are texts, as links and people write them; never JSON.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: printSearch,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

function printSearch(search: Record<string, unknown>): string {
  const given = Object.entries(search).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
