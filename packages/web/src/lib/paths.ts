/**
 * Every address the pages lead to, built here and nowhere else. `base` is the path that the authority lives
 * under: empty, or `/auth`.
 */

/** Where each page is, seen from the base path. */
export const pages = {
  home: '/',
  account: '/account',
  accountSecurity: '/account/security',
} as const;

export interface Paths {
  signIn(returnTo: string): string;
  readonly signOut: string;
  /** For scripts, with the whole public address in front. */
  api(publicUrl: string): ApiPaths;
}

export interface ApiPaths {
  readonly me: string;
  authRequest(serviceKey: string): string;
}

export function pathsUnder(base: string): Paths {
  return {
    signIn: (returnTo) => `${base}/sign-in?${new URLSearchParams({ return: returnTo })}`,
    signOut: `${base}/sign-out`,
    api: (publicUrl) => {
      const root = publicUrl.replace(/\/+$/, '');
      return {
        me: `${root}/api/rest/users/me`,
        authRequest: (serviceKey) =>
          `${root}/api/authz/auth-request?${new URLSearchParams({ service: serviceKey })}`,
      };
    },
  };
}
