import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { auditSearch } from '../features/audit/view.ts';
import { membersSearch } from '../features/groups/members-view.ts';
import { tokensSearch } from '../features/permanent-tokens/view.ts';
import { basePath } from '../lib/base-path.ts';
import { listSearch } from '../lib/list/list-view.ts';
import { pages } from '../lib/paths.ts';
import { Frame } from './frame.tsx';
import { NotFound } from './not-found.tsx';
import { PageFailure } from './page-failure.tsx';
import { PagePending } from './page-pending.tsx';

const root = createRootRoute({ component: Frame, notFoundComponent: NotFound });
const inFrame = { getParentRoute: () => root };

const toAccountSecurity = () => {
  throw redirect({ to: pages.accountSecurity, replace: true });
};

/** Every page there is. Each is loaded when somebody goes there: the account page carries no administration. */
const routes = [
  createRoute({ ...inFrame, path: pages.home, beforeLoad: toAccountSecurity }),
  createRoute({ ...inFrame, path: pages.account, beforeLoad: toAccountSecurity }),
  createRoute({
    ...inFrame,
    path: pages.accountSecurity,
    validateSearch: tokensSearch,
    component: lazyRouteComponent(() => import('./account-security-page.tsx'), 'AccountSecurityPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.users,
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./admin/users-page.tsx'), 'UsersPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.bots,
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./admin/bots-page.tsx'), 'BotsPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.userGeneral,
    component: lazyRouteComponent(() => import('./admin/user-general-page.tsx'), 'UserGeneralPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.userGroups,
    component: lazyRouteComponent(() => import('./admin/user-groups-page.tsx'), 'UserGroupsPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.userAccess,
    component: lazyRouteComponent(() => import('./admin/user-access-page.tsx'), 'UserAccessPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.userSecurity,
    validateSearch: tokensSearch,
    component: lazyRouteComponent(() => import('./admin/user-security-page.tsx'), 'UserSecurityPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.services,
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./admin/services-page.tsx'), 'ServicesPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.serviceSettings,
    component: lazyRouteComponent(() => import('./admin/service-settings-page.tsx'), 'ServiceSettingsPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.servicePermissions,
    validateSearch: listSearch,
    component: lazyRouteComponent(
      () => import('./admin/service-permissions-page.tsx'),
      'ServicePermissionsPage',
    ),
  }),
  createRoute({
    ...inFrame,
    path: pages.serviceAccess,
    component: lazyRouteComponent(() => import('./admin/service-access-page.tsx'), 'ServiceAccessPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.serviceOAuth,
    component: lazyRouteComponent(() => import('./admin/service-oauth-page.tsx'), 'ServiceOAuthPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.audit,
    validateSearch: auditSearch,
    component: lazyRouteComponent(() => import('./admin/audit-page.tsx'), 'AuditPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.groups,
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./admin/groups-page.tsx'), 'GroupsPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.groupGeneral,
    component: lazyRouteComponent(() => import('./admin/group-general-page.tsx'), 'GroupGeneralPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.groupMembers,
    validateSearch: membersSearch,
    component: lazyRouteComponent(() => import('./admin/group-members-page.tsx'), 'GroupMembersPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.groupAccess,
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./admin/group-access-page.tsx'), 'GroupAccessPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.roles,
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./admin/roles-page.tsx'), 'RolesPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.role,
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./admin/role-page.tsx'), 'RolePage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.projects,
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./admin/projects-page.tsx'), 'ProjectsPage'),
  }),
  createRoute({
    ...inFrame,
    path: pages.project,
    validateSearch: listSearch,
    component: lazyRouteComponent(() => import('./admin/project-page.tsx'), 'ProjectPage'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  basepath: basePath === '' ? '/' : basePath,
  defaultPendingComponent: PagePending,
  defaultPendingMs: 0,
  defaultErrorComponent: PageFailure,
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
