/**
 * Every endpoint for programs, one entry each. The server registers its routes from this table, the OpenAPI
 * document is made from it, and the access tests walk it: an endpoint that is not here does not exist. The
 * pages for people are not part of it.
 */
import type { Endpoint } from './endpoint.ts';
import { accountHelpEndpoints } from './endpoints/account-help.ts';
import { actEndpoints } from './endpoints/acts.ts';
import { applicationPasswordEndpoints } from './endpoints/application-passwords.ts';
import { approvedScopeEndpoints } from './endpoints/approved-scopes.ts';
import { checkingEndpoints } from './endpoints/checking.ts';
import { clientEndpoints } from './endpoints/clients.ts';
import { eventEndpoints } from './endpoints/events.ts';
import { groupEndpoints } from './endpoints/groups.ts';
import { impactEndpoints } from './endpoints/impact.ts';
import { operationEndpoints } from './endpoints/operation.ts';
import { permanentTokenEndpoints } from './endpoints/permanent-tokens.ts';
import { permissionEndpoints } from './endpoints/permissions.ts';
import { projectRoleEndpoints } from './endpoints/project-roles.ts';
import { projectEndpoints } from './endpoints/projects.ts';
import { refreshTokenEndpoints } from './endpoints/refresh-tokens.ts';
import { roleEndpoints } from './endpoints/roles.ts';
import { serviceEndpoints } from './endpoints/services.ts';
import { sessionEndpoints } from './endpoints/sessions.ts';
import { settingEndpoints } from './endpoints/settings.ts';
import { twoFactorAuthenticationEndpoints } from './endpoints/two-factor-authentication.ts';
import { userEndpoints } from './endpoints/users.ts';

export const endpoints = [
  ...userEndpoints,
  ...twoFactorAuthenticationEndpoints,
  ...sessionEndpoints,
  ...accountHelpEndpoints,
  ...groupEndpoints,
  ...permanentTokenEndpoints,
  ...applicationPasswordEndpoints,
  ...refreshTokenEndpoints,
  ...approvedScopeEndpoints,
  ...serviceEndpoints,
  ...clientEndpoints,
  ...roleEndpoints,
  ...permissionEndpoints,
  ...projectEndpoints,
  ...projectRoleEndpoints,
  ...eventEndpoints,
  ...actEndpoints,
  ...impactEndpoints,
  ...settingEndpoints,
  ...checkingEndpoints,
  ...operationEndpoints,
] as const satisfies readonly Endpoint[];

export type EndpointId = (typeof endpoints)[number]['id'];
