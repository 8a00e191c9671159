/** The authority as other programs use it. */
export type {
  Act,
  ApplicationPassword,
  ApplicationPasswordCreate,
  ApplicationPasswordsPage,
  ApprovedScope,
  ApprovedScopesPage,
  ErrorChild,
  Event,
  EventExportFormat,
  EventsIntegrity,
  EventsPage,
  GroupImpact,
  GroupOfUser,
  GroupReference,
  GroupsOfUserPage,
  IssuedApplicationPassword,
  IssuedPermanentToken,
  Notice,
  NoticesPage,
  PasswordReset,
  PermanentToken,
  PermanentTokenCreate,
  PermanentTokensPage,
  Permission,
  PermissionCreate,
  PermissionReach,
  PermissionReference,
  PermissionsPage,
  PermissionUpdate,
  Project,
  ProjectCreate,
  ProjectReference,
  ProjectRole,
  ProjectRolesPage,
  ProjectsPage,
  ProjectUpdate,
  PublicSettings,
  QueryAssistance,
  RefreshToken,
  RefreshTokensPage,
  RevokedEverything,
  Role,
  RoleCreate,
  RoleImpact,
  RoleReference,
  RolesPage,
  RoleUpdate,
  Service,
  ServiceCreate,
  ServiceImpact,
  ServiceReference,
  ServiceRefreshTokensPage,
  ServiceSecret,
  ServiceSecretRotation,
  ServiceSecretsPage,
  ServicesPage,
  ServiceUpdate,
  ServiceWithSecret,
  Session,
  SessionsPage,
  SourcedProjectRole,
  SourcedProjectRolesPage,
  StartedTwoFactor,
  TransitiveProjectRolesPage,
  TwoFactorAuthentication,
  TwoFactorImpact,
  TwoFactorStart,
  UntrustedRedirectUri,
  UntrustedRedirectUrisPage,
  User,
  UserCreate,
  UserDetails,
  UserDetailsPage,
  UserGroup,
  UserGroupCreate,
  UserGroupsPage,
  UserGroupUpdate,
  UserImpact,
  UserReference,
  UsersPage,
  UserUpdate,
} from '@countersign/api';
export type { Acts } from './acts.ts';
export type { ApplicationPasswordOrder, ApplicationPasswords } from './application-passwords.ts';
export type { ApprovedScopes } from './approved-scopes.ts';
export { AuthorityClient } from './client.ts';
export {
  AuthorityError,
  type AuthorityErrorCode,
  NetworkError,
  type NetworkErrorCode,
} from './errors.ts';
export type { EventListOptions, Events } from './events.ts';
export type { Groups } from './groups.ts';
export type { Impact } from './impact.ts';
export type { ListOptions, PageOptions } from './list.ts';
export type { Notices } from './notices.ts';
export type { PermanentTokenOrder, PermanentTokens } from './permanent-tokens.ts';
export type { Permissions, ReachOptions } from './permissions.ts';
export type { GivenRole, ProjectRoles } from './project-roles.ts';
export type { Projects } from './projects.ts';
export type { RefreshTokens } from './refresh-tokens.ts';
export type { Roles } from './roles.ts';
export type { Services } from './services.ts';
export type { Sessions } from './sessions.ts';
export type { Settings } from './settings.ts';
export type { AuthorityClientOptions, Credential, RequestOptions } from './transport.ts';
export type { DeleteOptions, PasswordChange, Users } from './users.ts';
export type { AuthorityAddress } from './verifier/authority-questions.ts';
export { expressGate } from './verifier/express-gate.ts';
export { fastifyGate } from './verifier/fastify-gate.ts';
export { type Demand, decideEntry, type Entry, type Verifies } from './verifier/gate.ts';
export { honoGate } from './verifier/hono-gate.ts';
export { knownPrincipals } from './verifier/known-principals.ts';
export { type Presented, readAuthorization } from './verifier/presented.ts';
export type { Sha256 } from './verifier/sha256.ts';
export type { Visitor } from './verifier/use-tally.ts';
export { may, type Principal, type Verdict } from './verifier/verdict.ts';
export { Verifier, type VerifierOptions } from './verifier/verifier.ts';
