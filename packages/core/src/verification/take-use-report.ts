import type { PermissionSet } from '../access/permission-set.ts';
import { type Credential, credentialIdOf, isFor } from '../credentials/credential.ts';
import type { PermissionKey, ServiceId } from '../kernel/id.ts';
import { type Clock, dayMilliseconds, type Instant } from '../kernel/instant.ts';
import { decide } from './decide.ts';
import type { ProvedFacts } from './facts.ts';
import { bare } from './possession.ts';
import type { UseLedger } from './use-ledger.ts';
import type { ActiveVerdict } from './verdict.ts';

/** What a service says of checks that it answered from its own memory. */
export interface UseReport {
  readonly uses: readonly ReportedUse[];
  readonly exercised: readonly ReportedExercise[];
}

export interface ReportedUse {
  /** The credential by its own id, as introspection named it. */
  readonly id: string;
  readonly count: number;
  readonly lastAt: Instant;
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
}

export interface ReportedExercise {
  readonly id: string;
  readonly permission: string;
  readonly count: number;
  readonly lastAt: Instant;
}

export interface ReportPorts {
  readonly clock: Clock;
  readonly facts: ProvedFacts;
  readonly uses: Pick<UseLedger, 'note' | 'noteExercised'>;
}

/** What is older was gathered too long ago to be believed. */
const ageMax = dayMilliseconds;

/**
 * Notes in memory what a service reports, as far as it may say so: of credentials that are good for it at this moment by
 * the one decision, and of permissions that it declares and the credential has. Clocks of two machines differ: a time
 * that is yet to come is now; one of more than a day ago is not taken. Answers how many entries were taken, and never
 * which: what is another's, has ended or never was is left out alike.
 */
export async function takeUseReport(
  ports: ReportPorts,
  service: ServiceId,
  report: UseReport,
): Promise<number> {
  const now = ports.clock.now();
  const good = await findGood(ports, service, report, now);
  let taken = 0;
  for (const { id, count, lastAt, address, userAgent } of report.uses) {
    const at = believable(lastAt, now);
    const verdict = good.get(id);
    if (verdict === undefined || at === undefined) continue;
    const credentialId = credentialIdOf(verdict.credential);
    ports.uses.note({ credentialId, serviceId: service, at, address, userAgent }, count);
    taken += 1;
  }
  const catalog = await ports.facts.catalog();
  for (const { id, permission, count, lastAt } of report.exercised) {
    const at = believable(lastAt, now);
    const verdict = good.get(id);
    const key = permission as PermissionKey;
    if (verdict === undefined || at === undefined || catalog.get(key)?.serviceId !== service) continue;
    if (!holdsSomewhere(verdict.permissions, key)) continue;
    const credentialId = credentialIdOf(verdict.credential);
    ports.uses.noteExercised({ credentialId, serviceId: service, permission: key, at }, count);
    taken += 1;
  }
  return taken;
}

async function findGood(
  { facts }: ReportPorts,
  service: ServiceId,
  { uses, exercised }: UseReport,
  now: Instant,
): Promise<ReadonlyMap<string, ActiveVerdict>> {
  const good = new Map<string, ActiveVerdict>();
  const ids = new Set([...uses, ...exercised].map(({ id }) => id));
  for (const credential of await facts.credentials([...ids])) {
    // First, so that nothing more is read for another's than for none.
    if (!isFor(credential, service)) continue;
    const verdict = decide({
      credential,
      subject: await facts.subject(credential.userId),
      hasSecondFactor: await hasSecondFactor(facts, credential),
      possession: bare,
      catalog: await facts.catalog(),
      service,
      now,
    });
    if (verdict.active) good.set(credential.id, verdict);
  }
  return good;
}

function holdsSomewhere(permissions: PermissionSet, key: PermissionKey): boolean {
  return [...permissions.values()].some((held) => held.has(key));
}

/** Only an application password asks. */
async function hasSecondFactor(facts: ProvedFacts, { kind, userId }: Credential): Promise<boolean> {
  return kind === 'application-password' && (await facts.hasSecondFactor(userId));
}

function believable(at: Instant, now: Instant): Instant | undefined {
  if (now - at > ageMax) return undefined;
  return at > now ? now : at;
}
