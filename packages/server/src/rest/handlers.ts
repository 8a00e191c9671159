import type { EndpointId } from '@countersign/api';
import * as accountHelp from './account-help/routes.ts';
import * as acts from './acts/routes.ts';
import * as applicationPasswords from './application-passwords/routes.ts';
import * as approvedScopes from './approved-scopes/routes.ts';
import type { RestHandler } from './endpoint-handler.ts';
import * as events from './events/routes.ts';
import * as groupMembers from './groups/member-routes.ts';
import * as groups from './groups/routes.ts';
import * as impact from './impact/routes.ts';
import * as notices from './notices/routes.ts';
import * as permanentTokens from './permanent-tokens/routes.ts';
import * as permissions from './permissions/routes.ts';
import * as projectRoles from './project-roles/routes.ts';
import * as projects from './projects/routes.ts';
import * as refreshTokens from './refresh-tokens/routes.ts';
import * as roles from './roles/routes.ts';
import * as serviceConnections from './services/connection-routes.ts';
import * as servicePermissions from './services/permission-routes.ts';
import * as serviceRedirects from './services/redirect-routes.ts';
import * as services from './services/routes.ts';
import * as serviceSecrets from './services/secret-routes.ts';
import * as sessions from './sessions/routes.ts';
import * as settings from './settings/routes.ts';
import * as twoFactorAuthentication from './two-factor-authentication/routes.ts';
import * as userDetails from './user-details/routes.ts';
import * as userGroups from './users/group-routes.ts';
import * as users from './users/routes.ts';

/** Endpoints that are not answered by the REST router: they have their own way of reading and answering. */
export type ElsewhereId =
  | 'introspection.introspect'
  | 'introspection.changes'
  | 'introspection.uses'
  | 'forwardAuth.check'
  | 'clients.register'
  | 'probes.live'
  | 'probes.ready'
  | 'openapi.get';

/** Who answers which endpoint. Total over the table of endpoints: one without a handler does not compile. */
export const handlers: Readonly<Record<Exclude<EndpointId, ElsewhereId>, RestHandler>> = {
  'users.list': users.list,
  'users.create': users.create,
  'users.get': users.get,
  'users.queryAssist': users.queryAssist,
  'users.update': users.update,
  'users.delete': users.remove,
  'users.groups': userGroups.list,
  'users.addGroup': userGroups.add,
  'users.removeGroup': userGroups.remove,
  'users.details': userDetails.list,
  'userDetails.get': userDetails.get,
  'userDetails.update': userDetails.update,
  'twoFactorAuthentication.get': twoFactorAuthentication.get,
  'twoFactorAuthentication.start': twoFactorAuthentication.start,
  'twoFactorAuthentication.confirm': twoFactorAuthentication.confirm,
  'twoFactorAuthentication.turnOff': twoFactorAuthentication.turnOff,
  'sessions.list': sessions.list,
  'sessions.end': sessions.end,
  'sessions.endAll': sessions.endAll,
  'passwordReset.issue': accountHelp.issueReset,
  'users.revokeEverything': accountHelp.revokeEverything,
  'notices.list': notices.list,
  'notices.dismiss': notices.dismiss,
  'groups.list': groups.list,
  'groups.create': groups.create,
  'groups.queryAssist': groups.queryAssist,
  'groups.get': groups.get,
  'groups.update': groups.update,
  'groups.delete': groups.remove,
  'groups.users': groupMembers.list,
  'groups.addUser': groupMembers.add,
  'groups.removeUser': groupMembers.remove,
  'groups.ownUsers': groupMembers.listOwn,
  'permanentTokens.list': permanentTokens.list,
  'permanentTokens.create': permanentTokens.create,
  'permanentTokens.get': permanentTokens.get,
  'permanentTokens.revoke': permanentTokens.revoke,
  'applicationPasswords.list': applicationPasswords.list,
  'applicationPasswords.create': applicationPasswords.create,
  'applicationPasswords.get': applicationPasswords.get,
  'applicationPasswords.revoke': applicationPasswords.revoke,
  'refreshTokens.list': refreshTokens.list,
  'refreshTokens.get': refreshTokens.get,
  'refreshTokens.revoke': refreshTokens.revoke,
  'approvedScopes.list': approvedScopes.list,
  'approvedScopes.get': approvedScopes.get,
  'approvedScopes.revoke': approvedScopes.revoke,
  'services.list': services.list,
  'services.queryAssist': services.queryAssist,
  'services.create': services.create,
  'services.header': services.header,
  'services.get': services.get,
  'services.rotateSecret': serviceSecrets.rotate,
  'services.listSecrets': serviceSecrets.list,
  'services.endSecret': serviceSecrets.end,
  'services.listRefreshTokens': serviceConnections.list,
  'services.endRefreshTokens': serviceConnections.end,
  'services.listUntrustedRedirectUris': serviceRedirects.list,
  'services.acceptUntrustedRedirectUri': serviceRedirects.accept,
  'services.dismissUntrustedRedirectUri': serviceRedirects.dismiss,
  'services.update': services.update,
  'services.delete': services.remove,
  'services.listPermissions': servicePermissions.list,
  'services.declarePermission': servicePermissions.declare,
  'services.updatePermission': servicePermissions.update,
  'services.withdrawPermission': servicePermissions.withdraw,
  'roles.list': roles.list,
  'roles.queryAssist': roles.queryAssist,
  'roles.create': roles.create,
  'roles.get': roles.get,
  'roles.update': roles.update,
  'roles.delete': roles.remove,
  'roles.addPermission': roles.addPermission,
  'roles.removePermission': roles.removePermission,
  'permissions.list': permissions.list,
  'permissions.queryAssist': permissions.queryAssist,
  'permissions.cache': permissions.cache,
  'permissions.get': permissions.get,
  'projects.list': projects.list,
  'projects.queryAssist': projects.queryAssist,
  'projects.create': projects.create,
  'projects.get': projects.get,
  'projects.update': projects.update,
  'projects.delete': projects.remove,
  'projectRoles.list': projectRoles.list,
  'projectRoles.queryAssist': projectRoles.queryAssist,
  'projectRoles.get': projectRoles.get,
  'projectRoles.delete': projectRoles.remove,
  'projectRoles.listOfUser': projectRoles.listOfUser,
  'projectRoles.giveToUser': projectRoles.giveToUser,
  'projectRoles.listTransitiveOfUser': projectRoles.listTransitiveOfUser,
  'projectRoles.listSourcedOfUser': projectRoles.listSourcedOfUser,
  'projectRoles.listOfGroup': projectRoles.listOfGroup,
  'projectRoles.giveToGroup': projectRoles.giveToGroup,
  'events.list': events.list,
  'events.queryAssist': events.queryAssist,
  'events.export': events.exportAll,
  'events.integrity': events.integrity,
  'events.get': events.get,
  'acts.list': acts.list,
  'acts.ofUser': acts.ofUser,
  'acts.ofGroup': acts.ofGroup,
  'acts.ofRole': acts.ofRole,
  'acts.ofProject': acts.ofProject,
  'acts.ofService': acts.ofService,
  'impact.ofUser': impact.ofUser,
  'impact.ofGroup': impact.ofGroup,
  'impact.ofTwoFactorRequirement': impact.ofTwoFactorRequirement,
  'impact.ofRole': impact.ofRole,
  'impact.ofService': impact.ofService,
  'settings.public': settings.getPublic,
  'settings.login': settings.getLogin,
};
