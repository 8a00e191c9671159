import { type Acts, actsOver } from './acts.ts';
import { type ApplicationPasswords, applicationPasswordsOver } from './application-passwords.ts';
import { type ApprovedScopes, approvedScopesOver } from './approved-scopes.ts';
import { type Events, eventsOver } from './events.ts';
import { type Groups, groupsOver } from './groups.ts';
import { type Impact, impactOver } from './impact.ts';
import { type Notices, noticesOver } from './notices.ts';
import { type PermanentTokens, permanentTokensOver } from './permanent-tokens.ts';
import { type Permissions, permissionsOver } from './permissions.ts';
import { type ProjectRoles, projectRolesOver } from './project-roles.ts';
import { type Projects, projectsOver } from './projects.ts';
import { type RefreshTokens, refreshTokensOver } from './refresh-tokens.ts';
import { type Roles, rolesOver } from './roles.ts';
import { type Services, servicesOver } from './services.ts';
import { type Sessions, sessionsOver } from './sessions.ts';
import { type Settings, settingsOver } from './settings.ts';
import { type AuthorityClientOptions, addressesOf, openTransport } from './transport.ts';
import { type TwoFactorAuthentication, twoFactorAuthenticationOver } from './two-factor-authentication.ts';
import { type Users, usersOver } from './users.ts';

/**
 * A client of one authority. Every method throws `AuthorityError` when the answer is no, and `NetworkError`
 * when there is none.
 *
 * @example
 * const client = new AuthorityClient({ url: 'https://id.example.org', credential: () => readToken() });
 * const { permanenttokens } = await client.permanentTokens.list('me');
 */
export class AuthorityClient {
  readonly users: Users;
  readonly twoFactorAuthentication: TwoFactorAuthentication;
  readonly sessions: Sessions;
  readonly notices: Notices;
  readonly groups: Groups;
  readonly permanentTokens: PermanentTokens;
  readonly applicationPasswords: ApplicationPasswords;
  readonly refreshTokens: RefreshTokens;
  readonly approvedScopes: ApprovedScopes;
  readonly services: Services;
  readonly roles: Roles;
  readonly permissions: Permissions;
  readonly projects: Projects;
  readonly projectRoles: ProjectRoles;
  readonly acts: Acts;
  readonly impact: Impact;
  readonly settings: Settings;
  readonly events: Events;

  constructor(options: AuthorityClientOptions) {
    const request = openTransport(options);
    this.users = usersOver(request);
    this.twoFactorAuthentication = twoFactorAuthenticationOver(request);
    this.sessions = sessionsOver(request);
    this.notices = noticesOver(request);
    this.groups = groupsOver(request);
    this.permanentTokens = permanentTokensOver(request);
    this.applicationPasswords = applicationPasswordsOver(request);
    this.refreshTokens = refreshTokensOver(request);
    this.approvedScopes = approvedScopesOver(request);
    this.services = servicesOver(request);
    this.roles = rolesOver(request);
    this.permissions = permissionsOver(request);
    this.projects = projectsOver(request);
    this.projectRoles = projectRolesOver(request);
    this.acts = actsOver(request);
    this.impact = impactOver(request);
    this.settings = settingsOver(request);
    this.events = eventsOver(request, addressesOf(options));
  }
}
