/**
 * Every address the pages lead to, built here and nowhere else. `base` is the path that the authority lives
 * under: empty, or `/auth`.
 */

/** Where each page is, seen from the base path; a name after a `$` stands for an id. */
export const pages = {
  home: '/',
  account: '/account',
  accountSecurity: '/account/security',
  users: '/admin/users',
  userGeneral: '/admin/users/$userId/general',
  userGroups: '/admin/users/$userId/groups',
  userAccess: '/admin/users/$userId/access',
  userSecurity: '/admin/users/$userId/security',
  groups: '/admin/groups',
  groupGeneral: '/admin/groups/$groupId/general',
  groupMembers: '/admin/groups/$groupId/members',
  groupAccess: '/admin/groups/$groupId/access',
  bots: '/admin/bots',
  roles: '/admin/roles',
  role: '/admin/roles/$roleId',
  projects: '/admin/projects',
  project: '/admin/projects/$projectId',
  services: '/admin/services',
  serviceSettings: '/admin/services/$serviceId/settings',
  servicePermissions: '/admin/services/$serviceId/permissions',
  serviceAccess: '/admin/services/$serviceId/access',
  serviceOAuth: '/admin/services/$serviceId/oauth',
  audit: '/admin/audit',
} as const;

/** What the addresses of administration begin with. */
export const administrationRoot = '/admin';

export interface Paths {
  /** `again` for who is signed in, too long ago for what they want to do. */
  signIn(returnTo: string, why?: 'again'): string;
  /** Where somebody shows once more who they are, in a tab of its own that ends there. */
  readonly confirmIdentity: string;
  /** Where one changes one's own password. */
  changePassword(returnTo: string): string;
  /** Where one's own second factor is set up and managed. */
  twoFactor(returnTo: string): string;
  readonly signOut: string;
  /** For scripts, with the whole public address in front. */
  api(publicUrl: string): ApiPaths;
}

export interface ApiPaths {
  readonly me: string;
  readonly introspect: string;
  readonly issuer: string;
  readonly authorize: string;
  readonly token: string;
  authRequest(serviceKey: string): string;
}

export function pathsUnder(base: string): Paths {
  return {
    signIn: (returnTo, why) =>
      `${base}/sign-in?${new URLSearchParams({ return: returnTo, ...(why !== undefined && { [why]: '' }) })}`,
    confirmIdentity: `${base}/sign-in?${new URLSearchParams({ return: `${base}/sign-in/confirmed`, again: '' })}`,
    changePassword: (returnTo) => `${base}/change-password?${new URLSearchParams({ return: returnTo })}`,
    twoFactor: (returnTo) => `${base}/two-factor?${new URLSearchParams({ return: returnTo })}`,
    signOut: `${base}/sign-out`,
    api: (publicUrl) => {
      const root = publicUrl.replace(/\/+$/, '');
      return {
        me: `${root}/api/rest/users/me`,
        introspect: `${root}/api/rest/oauth2/introspect`,
        issuer: root,
        authorize: `${root}/api/rest/oauth2/auth`,
        token: `${root}/api/rest/oauth2/token`,
        authRequest: (serviceKey) =>
          `${root}/api/authz/auth-request?${new URLSearchParams({ service: serviceKey })}`,
      };
    },
  };
}
