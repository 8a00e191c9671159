import { devicePath } from './device-path.ts';

/** The engine's cookies; the one of its session is put in on the way in, and never sent. */
export const engineCookies = {
  session: 'countersign_engine_session',
  interaction: 'countersign_interaction',
  resume: 'countersign_resume',
};

/** Where the engine answers, behind the base path. */
export const engineRoutes = {
  authorization: '/api/rest/oauth2/auth',
  token: '/api/rest/oauth2/token',
  userinfo: '/api/rest/oauth2/userinfo',
  jwks: '/api/rest/oauth2/keys',
  revocation: '/api/rest/oauth2/revoke',
  device_authorization: '/api/rest/oauth2/device/auth',
  // The page is ours: the engine only tells devices where it is.
  code_verification: devicePath,
  pushed_authorization_request: '/api/rest/oauth2/par',
};

/** Where applications register themselves, where that is switched on; ours, as services are. */
export const registrationPath = '/api/rest/oauth2/register';

/** Where applications send their users to sign out: a page of ours, as the sessions are. */
export const logoutPath = '/api/rest/oauth2/logout';
