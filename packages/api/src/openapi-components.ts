/** The named schemas of the OpenAPI document, and how its other parts refer to them. */
import * as z from 'zod';
import { passwordReset, revokedEverything } from './account-help.ts';
import { act } from './acts.ts';
import {
  applicationPassword,
  applicationPasswordCreate,
  applicationPasswordsPage,
  issuedApplicationPassword,
} from './application-passwords.ts';
import { approvedScope, approvedScopesPage } from './approved-scopes.ts';
import { clientRegistration, registeredClient } from './client-registration.ts';
import { errorBody, oauthErrorBody } from './error.ts';
import { event, eventsIntegrity, eventsPage } from './events.ts';
import {
  groupOfUser,
  groupsOfUserPage,
  userGroup,
  userGroupCreate,
  userGroupsPage,
  userGroupUpdate,
} from './groups.ts';
import { groupImpact, roleImpact, serviceImpact, userImpact } from './impact.ts';
import {
  introspectionAnswer,
  introspectionRequest,
  useReport,
  useReportAnswer,
  verdictChanges,
  verdictChangesRequest,
  verdictMemory,
} from './introspection.ts';
import { notice, noticesPage } from './notices.ts';
import {
  issuedPermanentToken,
  permanentToken,
  permanentTokenCreate,
  permanentTokensPage,
} from './permanent-tokens.ts';
import { permission, permissionCreate, permissionsPage, permissionUpdate } from './permissions.ts';
import {
  projectRole,
  projectRoleCreate,
  projectRolesPage,
  sourcedProjectRole,
  sourcedProjectRolesPage,
  transitiveProjectRolesPage,
} from './project-roles.ts';
import { project, projectCreate, projectsPage, projectUpdate } from './projects.ts';
import { queryAssistance } from './query-assistance.ts';
import { permissionReach } from './reach.ts';
import {
  groupReference,
  permissionReference,
  projectReference,
  roleReference,
  serviceReference,
  userReference,
} from './references.ts';
import { refreshToken, refreshTokensPage } from './refresh-tokens.ts';
import { permissionChoice, role, roleCreate, rolesPage, roleUpdate } from './roles.ts';
import {
  service,
  serviceCreate,
  serviceHeader,
  servicesPage,
  serviceUpdate,
  serviceWithSecret,
} from './services.ts';
import { session, sessionsPage } from './sessions.ts';
import { loginSettings, publicSettings } from './settings.ts';
import { twoFactorAuthentication } from './two-factor-authentication.ts';
import { userDetails, userDetailsPage, userDetailsUpdate } from './user-details.ts';
import { user, userCreate, usersPage, userUpdate } from './users.ts';

const components: Readonly<Record<string, z.ZodType>> = {
  Error: errorBody,
  OauthError: oauthErrorBody,
  User: user,
  UserReference: userReference,
  UserCreate: userCreate,
  UserUpdate: userUpdate,
  UsersPage: usersPage,
  UserDetails: userDetails,
  UserDetailsUpdate: userDetailsUpdate,
  UserDetailsPage: userDetailsPage,
  TwoFactorAuthentication: twoFactorAuthentication,
  Session: session,
  SessionsPage: sessionsPage,
  PasswordReset: passwordReset,
  RevokedEverything: revokedEverything,
  Notice: notice,
  NoticesPage: noticesPage,
  UserGroup: userGroup,
  UserGroupCreate: userGroupCreate,
  UserGroupUpdate: userGroupUpdate,
  UserGroupsPage: userGroupsPage,
  GroupOfUser: groupOfUser,
  GroupsOfUserPage: groupsOfUserPage,
  QueryAssistance: queryAssistance,
  ApplicationPassword: applicationPassword,
  ApplicationPasswordCreate: applicationPasswordCreate,
  IssuedApplicationPassword: issuedApplicationPassword,
  ApplicationPasswordsPage: applicationPasswordsPage,
  RefreshToken: refreshToken,
  RefreshTokensPage: refreshTokensPage,
  ApprovedScope: approvedScope,
  ApprovedScopesPage: approvedScopesPage,
  PermanentToken: permanentToken,
  PermanentTokenCreate: permanentTokenCreate,
  IssuedPermanentToken: issuedPermanentToken,
  PermanentTokensPage: permanentTokensPage,
  Service: service,
  ServiceReference: serviceReference,
  ServiceCreate: serviceCreate,
  ServiceUpdate: serviceUpdate,
  ServiceWithSecret: serviceWithSecret,
  ServiceHeader: serviceHeader,
  ServicesPage: servicesPage,
  ClientRegistration: clientRegistration,
  RegisteredClient: registeredClient,
  GroupReference: groupReference,
  Event: event,
  EventsPage: eventsPage,
  EventsIntegrity: eventsIntegrity,
  PermissionReference: permissionReference,
  ProjectReference: projectReference,
  PermissionReach: permissionReach,
  RoleReference: roleReference,
  Role: role,
  RoleCreate: roleCreate,
  RoleUpdate: roleUpdate,
  RolesPage: rolesPage,
  PermissionChoice: permissionChoice,
  Permission: permission,
  PermissionCreate: permissionCreate,
  PermissionUpdate: permissionUpdate,
  PermissionsPage: permissionsPage,
  Project: project,
  ProjectCreate: projectCreate,
  ProjectUpdate: projectUpdate,
  ProjectsPage: projectsPage,
  ProjectRole: projectRole,
  SourcedProjectRole: sourcedProjectRole,
  ProjectRoleCreate: projectRoleCreate,
  ProjectRolesPage: projectRolesPage,
  TransitiveProjectRolesPage: transitiveProjectRolesPage,
  SourcedProjectRolesPage: sourcedProjectRolesPage,
  Act: act,
  UserImpact: userImpact,
  GroupImpact: groupImpact,
  RoleImpact: roleImpact,
  ServiceImpact: serviceImpact,
  PublicSettings: publicSettings,
  LoginSettings: loginSettings,
  IntrospectionRequest: introspectionRequest,
  IntrospectionAnswer: introspectionAnswer,
  VerdictMemory: verdictMemory,
  VerdictChangesRequest: verdictChangesRequest,
  VerdictChanges: verdictChanges,
  UseReport: useReport,
  UseReportAnswer: useReportAnswer,
};

type Json = Record<string, unknown>;
export type Reference = (schema: z.ZodType) => Json;

const conversion: z.core.ToJSONSchemaParams = {
  // The output side would forbid further members, and entities gain members as the product grows.
  io: 'input',
  // What a number of JavaScript can hold says nothing about ours.
  override: ({ jsonSchema }) => {
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  },
};

/** All components as JSON Schema, and how another part of the document names one of them. */
export function openApiComponents(): { all: Json; reference: Reference } {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(components)) registry.add(schema, { id });
  const uri = (id: string) => `#/components/schemas/${id}`;
  const made = z.toJSONSchema(registry, { uri, ...conversion }).schemas as Record<string, Json>;
  const all = Object.fromEntries(
    Object.entries(made).map(([id, { $schema: _schema, $id: _id, ...schema }]) => [id, schema]),
  );
  const reference: Reference = (schema) => {
    const id = registry.get(schema)?.id;
    if (id !== undefined) return { $ref: uri(id) };
    if (schema instanceof z.ZodArray) return { type: 'array', items: reference(schema.element as z.ZodType) };
    const { $schema: _schema, ...inline } = z.toJSONSchema(schema, conversion) as Json;
    return inline;
  };
  return { all, reference };
}
