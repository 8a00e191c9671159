/**
 * One thing that was said to a register which holds "good" or "ended", from the moment before it was sent to the moment
 * after its answer was there, on one clock. A read whose answer never came says nothing and is left out; a write
 * whose answer never came ends at `Infinity`: it may take effect at any later moment, or never.
 */
export interface Operation {
  readonly kind: 'read' | 'write';
  /** What was read, or is written: whether the register is good. */
  readonly isGood: boolean;
  readonly invokedAt: number;
  readonly respondedAt: number;
}

/**
 * Whether a history is linearizable (Herlihy and Wing 1990): each operation can be given one moment between its
 * invocation and its response so that, in the order of these moments, every read sees the last write before it.
 * Answers the first operation whose response fits no such order any more, or nothing where all do.
 *
 * The search keeps every state that the register may be in (Wing and Gong 1993, made just in time as by Lowe 2017):
 * a state is the value, and which of the operations under way have had their moment. At a response only those states
 * are kept in which that operation has had it.
 */
export function findUnexplained<Each extends Operation>(
  history: readonly Each[],
  isGoodAtFirst: boolean,
): Each | undefined {
  const underWay: (Each | undefined)[] = [];
  let states = new Set([isGoodAtFirst ? goodBit : 0]);
  for (const { operation, isResponse } of momentsOf(history)) {
    if (!isResponse) {
      underWay[freePlace(underWay)] = operation;
      continue;
    }
    const place = underWay.indexOf(operation);
    const had = hadBit(place);
    const next = new Set<number>();
    for (const state of reachable(states, underWay)) if ((state & had) !== 0) next.add(state & ~had);
    if (next.size === 0) return operation;
    states = next;
    underWay[place] = undefined;
  }
  return undefined;
}

/** A state is a number: its lowest bit is the value, the others are the places of what is under way. */
const goodBit = 1;
const hadBit = (place: number) => 2 << place;

/** Places that fit into the bits of a number beside the value. */
const underWayMax = 29;

interface Moment<Each> {
  readonly at: number;
  readonly operation: Each;
  readonly isResponse: boolean;
}

/** Invocations and responses in order. Of those at the same moment invocations come first: they may have overlapped. */
function momentsOf<Each extends Operation>(history: readonly Each[]): readonly Moment<Each>[] {
  const moments = history.flatMap((operation): Moment<Each>[] => [
    { at: operation.invokedAt, operation, isResponse: false },
    // What was never answered stays under way to the end.
    ...(operation.respondedAt === Number.POSITIVE_INFINITY
      ? []
      : [{ at: operation.respondedAt, operation, isResponse: true }]),
  ]);
  return moments.sort((one, other) => one.at - other.at || Number(one.isResponse) - Number(other.isResponse));
}

function freePlace(underWay: readonly (Operation | undefined)[]): number {
  const free = underWay.indexOf(undefined);
  const place = free < 0 ? underWay.length : free;
  if (place >= underWayMax)
    throw new RangeError(`more than ${underWayMax} operations were under way at once`);
  return place;
}

/** The states themselves, and all that come of them when operations under way have their moments, in any order. */
function reachable(states: ReadonlySet<number>, underWay: readonly (Operation | undefined)[]): Set<number> {
  const found = new Set<number>();
  const left = [...states];
  for (let state = left.pop(); state !== undefined; state = left.pop()) {
    const settled = withReadsThatFit(state, underWay);
    if (found.has(settled)) continue;
    found.add(settled);
    for (const [place, operation] of underWay.entries()) {
      if (operation?.kind !== 'write' || (settled & hadBit(place)) !== 0) continue;
      left.push((settled & ~goodBit) | (operation.isGood ? goodBit : 0) | hadBit(place));
    }
  }
  return found;
}

/** A read that fits now has its moment now: it changes nothing, so no order is lost by it. */
function withReadsThatFit(state: number, underWay: readonly (Operation | undefined)[]): number {
  const isGood = (state & goodBit) !== 0;
  let settled = state;
  for (const [place, operation] of underWay.entries())
    if (operation?.kind === 'read' && operation.isGood === isGood) settled |= hadBit(place);
  return settled;
}
