import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuseOtherMethods } from '../http/refuse-other-methods.ts';
import { isSafeMethod, isSameOrigin } from '../http/same-origin.ts';
import type { AuthorizationRequests } from '../oauth/authorization-request.ts';
import { devicePath } from '../oauth/device-path.ts';
import type { DeviceRequests } from '../oauth/device-requests.ts';
import { logoutPath } from '../oauth/engine-routes.ts';
import { interactionPath } from '../oauth/interaction-path.ts';
import type { SignOutRequests } from '../oauth/sign-out-request.ts';
import { changePasswordPath, registerChangePasswordPage } from './change-password-page.ts';
import { confirmedPath, registerConfirmedPage } from './confirmed-page.ts';
import { registerConsentPage } from './consent-page.ts';
import { registerDevicePage } from './device-page.ts';
import { sendErrorPage } from './error-page.ts';
import { readFormBodies } from './form-body.ts';
import { registerLogoutPage } from './logout-page.ts';
import { registerPageFiles } from './markup/page-files.ts';
import { newPasswordPath, registerNewPasswordPage } from './new-password-page.ts';
import type { PageDeps } from './page-deps.ts';
import { registerPasskeySignIn } from './passkey-sign-in.ts';
import { registerResetPasswordPage, resetPasswordPath } from './reset-password-page.ts';
import { allowReturnToServices } from './return-target.ts';
import { registerSecondStepPage, secondStepPath } from './second-step-page.ts';
import { passkeySignInPath, twoFactorPath } from './session-entry.ts';
import { registerSetUpPage } from './set-up-page.ts';
import { registerSignInPage } from './sign-in-page.ts';
import { registerSignOut } from './sign-out.ts';
import { registerTwoFactorPages, twoFactorSteps } from './two-factor/register.ts';

/** What applications and devices ask of people, who answer on pages. */
export interface PageRequests {
  readonly authorizations: AuthorizationRequests;
  readonly devices: DeviceRequests;
  readonly signOuts: SignOutRequests;
}

/**
 * The pages that work without a script, passkeys excepted: set-up, sign-in, the own password, sign-out. `app` is a scope of
 * its own, so that what is true of pages (forms and nothing else, errors as pages, no form from another site) is true
 * of nothing beside.
 */
export function registerPages(
  app: FastifyInstance,
  deps: PageDeps,
  { authorizations, devices, signOuts }: PageRequests,
): void {
  const { basePath, origin } = deps.publicUrl;
  readFormBodies(app);
  // Also before anybody is signed in: a form elsewhere must not sign a visitor in as somebody else (login CSRF).
  app.addHook('onRequest', async (request, reply) => {
    if (isSafeMethod(request.method) || isSameOrigin(request.raw, origin)) return;
    if (request.routeOptions.config.takesForeignForms === true) return;
    return sendErrorPage(reply, { basePath, status: 403, requestId: request.id });
  });
  // Defects and a store that cannot be asked are not for pages to explain: the server's own handler logs them.
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 400 || status >= 500) throw error;
    return sendErrorPage(reply, { basePath, status, requestId: request.id });
  });
  allowReturnToServices(app, deps);
  registerPageFiles(app);
  registerSetUpPage(app, deps);
  registerSignInPage(app, deps);
  registerNewPasswordPage(app, deps);
  registerResetPasswordPage(app, deps);
  registerSecondStepPage(app, deps);
  registerPasskeySignIn(app, deps);
  registerConfirmedPage(app, deps);
  registerChangePasswordPage(app, deps);
  registerTwoFactorPages(app, deps);
  registerConsentPage(app, deps, authorizations);
  registerDevicePage(app, deps, devices);
  registerSignOut(app, deps, signOuts);
  registerLogoutPage(app, deps, signOuts);
  const refuse = (request: FastifyRequest, reply: FastifyReply) =>
    sendErrorPage(reply, { basePath, status: 405, requestId: request.id });
  refuseOtherMethods(app, '/sign-in', ['GET', 'POST'], refuse);
  refuseOtherMethods(app, newPasswordPath, ['GET', 'POST'], refuse);
  refuseOtherMethods(app, resetPasswordPath, ['GET', 'POST'], refuse);
  refuseOtherMethods(app, secondStepPath, ['GET', 'POST'], refuse);
  refuseOtherMethods(app, passkeySignInPath, ['GET', 'POST'], refuse);
  refuseOtherMethods(app, confirmedPath, ['GET'], refuse);
  refuseOtherMethods(app, changePasswordPath, ['GET', 'POST'], refuse);
  refuseOtherMethods(app, twoFactorPath, ['GET'], refuse);
  for (const step of twoFactorSteps) refuseOtherMethods(app, `${twoFactorPath}/${step}`, ['POST'], refuse);
  refuseOtherMethods(app, `${interactionPath}/:uid`, ['GET', 'POST'], refuse);
  refuseOtherMethods(app, devicePath, ['GET', 'POST'], refuse);
  refuseOtherMethods(app, '/sign-out', ['POST'], refuse);
  refuseOtherMethods(app, logoutPath, ['GET', 'POST'], refuse);
}
