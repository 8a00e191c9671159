/**
 * Every sentence the pages say, in one typed catalogue. Each part of the pages has a file of its own in
 * `messages/`; whoever translates them translates that folder.
 */
import { access } from './messages/access.ts';
import { account } from './messages/account.ts';
import { reset, revocation } from './messages/account-help.ts';
import { administration } from './messages/administration.ts';
import { applicationPasswords } from './messages/application-passwords.ts';
import { audit } from './messages/audit.ts';
import { bots } from './messages/bots.ts';
import { connectedApplications } from './messages/connected-applications.ts';
import { failure } from './messages/failure.ts';
import { form } from './messages/form.ts';
import { copy, frame, keys } from './messages/frame.ts';
import { groups } from './messages/groups.ts';
import { list } from './messages/list.ts';
import { notices } from './messages/notices.ts';
import { deletion, issue, issued, tokens } from './messages/permanent-tokens.ts';
import { pick } from './messages/pick.ts';
import { projects } from './messages/projects.ts';
import { roles } from './messages/roles.ts';
import { secret } from './messages/secret.ts';
import { oauth, refusedRedirects, serviceConnections, signInTest } from './messages/service-oauth.ts';
import { declared, services, viewers } from './messages/services.ts';
import { sessions } from './messages/sessions.ts';
import { twoFactor } from './messages/two-factor.ts';
import { userAccess } from './messages/user-access.ts';
import { ban, removal } from './messages/user-ends.ts';
import { memberships } from './messages/user-groups.ts';
import { newUser, user, users } from './messages/users.ts';
import { verdictMemory } from './messages/verdict-memory.ts';

export const t = {
  frame,
  keys,
  copy,
  failure,
  list,
  form,
  pick,
  secret,
  account,
  administration,
  access,
  users,
  user,
  newUser,
  ban,
  removal,
  memberships,
  userAccess,
  bots,
  services,
  sessions,
  declared,
  viewers,
  oauth,
  refusedRedirects,
  serviceConnections,
  signInTest,
  audit,
  groups,
  roles,
  projects,
  twoFactor,
  applicationPasswords,
  connectedApplications,
  notices,
  reset,
  revocation,
  tokens,
  issue,
  issued,
  deletion,
  verdictMemory,
} as const;
