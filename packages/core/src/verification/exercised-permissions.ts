import type { CredentialId } from '../credentials/credential.ts';
import type { PermissionUseCount } from '../credentials/credential-store.ts';
import type { PermissionKey, ServiceId } from '../kernel/id.ts';
import type { Instant } from '../kernel/instant.ts';
import { mapIn } from '../kernel/map-in.ts';

/** A permission that a service demanded, and a credential met. */
export interface Exercise {
  readonly credentialId: CredentialId;
  readonly serviceId: ServiceId;
  readonly permission: PermissionKey;
  readonly at: Instant;
}

interface Gathered {
  count: number;
  last: Exercise;
}

/** What was exercised and waits to be written. How much of it may be kept is for the ledger to say. */
export class ExercisedPermissions {
  // Permissions and services are few, so no credential has a map of its own. A permission that another service came to
  // declare has an entry for each of the two.
  readonly #gathered = new Map<PermissionKey, Map<ServiceId, Map<CredentialId, Gathered>>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** False where it would be one more entry and there is no room for one. */
  add(exercise: Exercise, count: number, hasRoom: boolean): boolean {
    const { credentialId, permission, serviceId, at } = exercise;
    const known = this.#gathered.get(permission)?.get(serviceId)?.get(credentialId);
    if (known !== undefined) {
      known.count += count;
      if (at >= known.last.at) known.last = exercise;
      return true;
    }
    if (!hasRoom) return false;
    const credentials = mapIn(mapIn(this.#gathered, permission), serviceId);
    credentials.set(credentialId, { count, last: exercise });
    this.#size += 1;
    return true;
  }

  /** Hands everything over. */
  take(): readonly PermissionUseCount[] {
    const taken: PermissionUseCount[] = [];
    for (const services of this.#gathered.values())
      for (const credentials of services.values())
        for (const { count, last } of credentials.values()) taken.push(countOf(last, count));
    this.#gathered.clear();
    this.#size = 0;
    return taken;
  }
}

function countOf({ credentialId, serviceId, permission, at }: Exercise, count: number): PermissionUseCount {
  return { credentialId, serviceId, permission, count, lastAt: at };
}
