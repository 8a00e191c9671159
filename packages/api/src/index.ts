/** The REST contract: what requests and answers look like. No I/O, no domain. */

export {
  type PasswordReset,
  passwordReset,
  type RevokedEverything,
  revokedEverything,
} from './account-help.ts';
export { type Act, act } from './acts.ts';
export {
  type ApplicationPassword,
  type ApplicationPasswordCreate,
  type ApplicationPasswordsPage,
  applicationPassword,
  applicationPasswordCreate,
  applicationPasswordCreateBody,
  applicationPasswordSortable,
  applicationPasswordsPage,
  type IssuedApplicationPassword,
  issuedApplicationPassword,
} from './application-passwords.ts';
export {
  type ApprovedScope,
  type ApprovedScopesPage,
  approvedScope,
  approvedScopeSortable,
  approvedScopesPage,
} from './approved-scopes.ts';
export {
  type ClientGrantType,
  type ClientRegistration,
  clientRegistration,
  clientRegistrationBody,
  type RegisteredClient,
  registeredClient,
} from './client-registration.ts';
export type { Authentication, Endpoint, Method, QueryParameter } from './endpoint.ts';
export { type EndpointId, endpoints } from './endpoints.ts';
export {
  type ErrorBody,
  type ErrorChild,
  type ErrorName,
  errorBody,
  errorStatuses,
  type OauthErrorBody,
  oauthErrorBody,
} from './error.ts';
export {
  type Event,
  type EventExportFormat,
  type EventResult,
  type EventsIntegrity,
  type EventsPage,
  type EventType,
  event,
  eventExportFormats,
  eventResult,
  eventsIntegrity,
  eventsPage,
  eventType,
} from './events.ts';
export {
  type GroupOfUser,
  type GroupsOfUserPage,
  groupMemberAddBody,
  groupOfUser,
  groupOfUserAddBody,
  groupsOfUserPage,
  type UserGroup,
  type UserGroupCreate,
  type UserGroupsPage,
  type UserGroupUpdate,
  userGroup,
  userGroupCreate,
  userGroupCreateBody,
  userGroupSortable,
  userGroupsPage,
  userGroupUpdate,
  userGroupUpdateBody,
} from './groups.ts';
export {
  type GroupImpact,
  groupImpact,
  type RoleImpact,
  roleImpact,
  type ServiceImpact,
  serviceImpact,
  type TwoFactorImpact,
  twoFactorImpact,
  type UserImpact,
  userImpact,
} from './impact.ts';
export {
  type ActiveServiceToken,
  type ActiveToken,
  type IntrospectionAnswer,
  type IntrospectionRequest,
  introspectionAnswer,
  introspectionRequest,
  reportedMax,
  type UseReport,
  type UseReportAnswer,
  useReport,
  useReportAnswer,
  useReportBody,
  type VerdictChanges,
  type VerdictChangesRequest,
  type VerdictMemory,
  verdictChanges,
  verdictChangesRequest,
} from './introspection.ts';
export { type Notice, type NoticesPage, notice, noticesPage } from './notices.ts';
export type { OAuthSettings } from './oauth-settings.ts';
export { openApiDocument } from './openapi.ts';
export {
  type IssuedPermanentToken,
  issuedPermanentToken,
  type PermanentToken,
  type PermanentTokenCreate,
  type PermanentTokensPage,
  permanentToken,
  permanentTokenCreate,
  permanentTokenCreateBody,
  permanentTokenSortable,
  permanentTokensPage,
} from './permanent-tokens.ts';
export {
  type Permission,
  type PermissionCreate,
  type PermissionsPage,
  type PermissionUpdate,
  permission,
  permissionCreate,
  permissionCreateBody,
  permissionSortable,
  permissionsPage,
  permissionUpdate,
  permissionUpdateBody,
} from './permissions.ts';
export {
  type ProjectRole,
  type ProjectRoleCreate,
  type ProjectRolesPage,
  projectRole,
  projectRoleCreate,
  projectRoleCreateBody,
  projectRoleSortable,
  projectRolesPage,
  type SourcedProjectRole,
  type SourcedProjectRolesPage,
  sourcedProjectRole,
  sourcedProjectRolesPage,
  type TransitiveProjectRolesPage,
  transitiveProjectRolesPage,
} from './project-roles.ts';
export {
  type Project,
  type ProjectCreate,
  type ProjectsPage,
  type ProjectUpdate,
  project,
  projectCreate,
  projectCreateBody,
  projectSortable,
  projectsPage,
  projectUpdate,
  projectUpdateBody,
} from './projects.ts';
export { type QueryAssistance, queryAssistance } from './query-assistance.ts';
export { type PermissionReach, permissionReach } from './reach.ts';
export { type BodyReading, type BodyShape, presentIgnored, readBody } from './reading/body.ts';
export type { FieldError, Reading, Unreadable } from './reading/field-error.ts';
export { type FieldTree, parseFields, projectFields } from './reading/fields.ts';
export { type JsonObject, type JsonValue, parseJson } from './reading/json.ts';
export { type ListQuery, parseFieldsParameter, parseListQuery } from './reading/list-query.ts';
export { type Direction, type OrderTerm, parseOrder, type Sortable } from './reading/order.ts';
export {
  type PageRequest,
  parsePage,
  parseSingle,
  type QueryParameters,
  topDefault,
} from './reading/page.ts';
export type {
  GroupReference,
  GroupTarget,
  PermissionReference,
  ProjectReference,
  RoleReference,
  ServiceReference,
  UserReference,
  UserTarget,
} from './references.ts';
export {
  type RefreshToken,
  type RefreshTokensPage,
  refreshToken,
  refreshTokenSortable,
  refreshTokensPage,
  type ServiceRefreshTokensPage,
  serviceRefreshTokensPage,
} from './refresh-tokens.ts';
export {
  type UntrustedRedirectUri,
  type UntrustedRedirectUrisPage,
  untrustedRedirectUri,
  untrustedRedirectUrisPage,
} from './refused-redirects.ts';
export {
  type PermissionChoice,
  permissionChoice,
  permissionChoiceBody,
  type Role,
  type RoleCreate,
  type RolesPage,
  type RoleUpdate,
  role,
  roleCreate,
  roleCreateBody,
  roleSortable,
  rolesPage,
  roleUpdate,
  roleUpdateBody,
} from './roles.ts';
export {
  type Service,
  type ServiceCreate,
  type ServiceHeader,
  type ServiceSecret,
  type ServiceSecretRotation,
  type ServiceSecretsPage,
  type ServicesPage,
  type ServiceUpdate,
  type ServiceWithSecret,
  service,
  serviceCreate,
  serviceCreateBody,
  serviceHeader,
  serviceSecret,
  serviceSecretRotation,
  serviceSecretRotationBody,
  serviceSecretsPage,
  serviceSortable,
  servicesPage,
  serviceUpdate,
  serviceUpdateBody,
  serviceWithSecret,
} from './services.ts';
export { type Session, type SessionsPage, session, sessionsPage } from './sessions.ts';
export { type LoginSettings, loginSettings, type PublicSettings, publicSettings } from './settings.ts';
export { instantMax, loginText, nameText, passwordText } from './text.ts';
export {
  type StartedTwoFactor,
  startedTwoFactor,
  type TwoFactorAuthentication,
  type TwoFactorConfirm,
  type TwoFactorReference,
  type TwoFactorStart,
  twoFactorAuthentication,
  twoFactorConfirm,
  twoFactorConfirmBody,
  twoFactorReference,
  twoFactorStart,
  twoFactorStartBody,
} from './two-factor-authentication.ts';
export {
  type UserDetails,
  type UserDetailsPage,
  type UserDetailsUpdate,
  userDetails,
  userDetailsPage,
  userDetailsUpdate,
  userDetailsUpdateBody,
} from './user-details.ts';
export {
  type User,
  type UserCreate,
  type UserKind,
  type UsersPage,
  type UserUpdate,
  user,
  userCreate,
  userCreateBody,
  userSortable,
  usersPage,
  userUpdate,
  userUpdateBody,
} from './users.ts';
