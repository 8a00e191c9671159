import type { UserActor } from '../access/actor.ts';
import { keep, type PermissionSet } from '../access/permission-set.ts';
import type { GroupReference } from '../identity/group.ts';
import type { User } from '../identity/user.ts';
import type { ServiceId } from '../kernel/id.ts';
import { authenticateSession, type SessionPorts } from './authenticate-user.ts';
import { mayUse } from './decide.ts';
import type { ProvedFacts } from './facts.ts';

/** The answer to "may the owner of this session do this at a service's door?". */
export type SessionVerdict =
  | {
      readonly active: true;
      readonly actor: UserActor;
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
 * Checks a browser's session at a service's door, by the rules of the one decision: whoever may not use the service
 * finds it shut, and of what they hold counts what the service itself declares. A session that is cut down uses no
 * service but the authority.
 */
export async function checkSession(
  ports: SessionPorts & { readonly facts: ProvedFacts },
  presented: string,
  service: ServiceId,
): Promise<SessionVerdict> {
  const known = await authenticateSession(ports, presented);
  if (!known.ok) return { active: false, reason: 'no-session' };
  const actor = known.value;
  const subject = await ports.facts.subject(actor.userId);
  if (subject === undefined) return { active: false, reason: 'no-session' };
  const isReduced = actor.via.kind === 'session' && actor.via.isReduced === true;
  if (!mayUse(actor.permissions, service)) {
    const wouldOpen = isReduced && mayUse(subject.permissions, service);
    return { active: false, reason: wouldOpen ? 'second-factor-required' : 'service-shut' };
  }
  const catalog = await ports.facts.catalog();
  const permissions = keep(actor.permissions, (key) => catalog.get(key)?.serviceId === service);
  return { active: true, actor, subject: subject.user, groups: subject.groups, permissions, isReduced };
}
