import type { Caller } from '../access/actor.ts';
import { parseId } from '../kernel/id.ts';
import type { Clock } from '../kernel/instant.ts';
import { ok } from '../kernel/result.ts';
import type { Refusal } from '../refusal.ts';
import type { Transactor } from './transaction.ts';

/** What somebody tried: a route, and the objects that its path named. */
export interface Attempted {
  readonly route: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Whether a refusal says something about the actor: a typing error in a body is nobody's attempt. */
export function isRecorded(refusal: Refusal): boolean {
  return recorded.has(refusal.kind);
}

/** A session that is cut down is told that instead of what it lacks: it is an attempt all the same. */
const recorded: ReadonlySet<Refusal['kind']> = new Set([
  'forbidden',
  'not-found',
  'credential-unfit',
  'second-factor-required',
]);

/** Gives a refused change its own event, in a transaction of its own: the one that refused wrote nothing. */
export async function recordRefusal(
  ports: { readonly clock: Clock; readonly store: Transactor<unknown> },
  caller: Caller,
  attempt: Attempted,
  refusal: Refusal,
): Promise<void> {
  const missing =
    refusal.kind === 'forbidden'
      ? refusal.missing.map(({ permission, place }) => `${permission} in ${place}`)
      : [];
  await ports.store.change<void>(async () =>
    ok({
      value: undefined,
      events: [
        {
          kind: 'change.refused',
          at: ports.clock.now(),
          caller,
          target: { kind: 'route', name: attempt.route },
          details: { ...objectOf(attempt), refusal: refusal.kind, missing },
        },
      ],
      touched: [],
    }),
  );
}

/** The identifiers in the path as facts of the event. Nothing else of it: people paste tokens into addresses. */
function objectOf({ parameters }: Attempted): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => parseId(value) !== undefined));
}
