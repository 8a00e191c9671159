import { keep, type PermissionSet } from '../access/permission-set.ts';
import type { GroupReference } from '../identity/group.ts';
import { cutDown, isReduced } from '../identity/two-factor-requirement.ts';
import type { User } from '../identity/user.ts';
import type { ServiceId, SessionId } from '../kernel/id.ts';
import { findStandingSession, type SessionPorts } from './authenticate-user.ts';
import { mayUse } from './decide.ts';
import type { ProvedFacts } from './facts.ts';

/** The answer to "may the owner of this session do this at a service's door?". */
export type SessionVerdict =
  | {
      readonly active: true;
      readonly session: SessionId;
      readonly subject: User;
      readonly groups: readonly GroupReference[];
      /** What the service declares and its owner holds in this session; nothing that is another service's. */
      readonly permissions: PermissionSet;
      /** Whether the session is cut down for want of a second factor. */
      readonly isReduced: boolean;
    }
  | { readonly active: false; readonly reason: SessionRefusal };

/**
 * Why it opens nothing: there is no such session; it is cut down, and its owner may use the service once they have
 * shown a second factor; or its owner may not use the service.
 */
export type SessionRefusal = 'no-session' | 'second-factor-required' | 'service-shut';

/**
 * Checks a browser's session at a service's door, by the rules of the one decision and from the same facts: whoever may
 * not use the service finds it shut, and of what they hold counts what the service itself declares. A session that is
 * cut down uses no service but the authority.
 */
export async function checkSession(
  ports: SessionPorts,
  facts: ProvedFacts,
  presented: string,
  service: ServiceId,
): Promise<SessionVerdict> {
  const session = await findStandingSession(ports, presented);
  const subject = session && (await facts.subject(session.userId));
  if (session === undefined || subject?.user.state.kind !== 'active')
    return { active: false, reason: 'no-session' };
  const isCutDown = await isReduced(ports.store.tables, session, session.userId, ports.clock.now());
  const held = isCutDown ? cutDown(subject.permissions) : subject.permissions;
  if (!mayUse(held, service)) {
    const wouldOpen = isCutDown && mayUse(subject.permissions, service);
    return { active: false, reason: wouldOpen ? 'second-factor-required' : 'service-shut' };
  }
  const catalog = await facts.catalog();
  const permissions = keep(held, (key) => catalog.get(key)?.serviceId === service);
  const { user, groups } = subject;
  return { active: true, session: session.id, subject: user, groups, permissions, isReduced: isCutDown };
}
