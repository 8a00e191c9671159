import fc from 'fast-check';

/**
 * What chance decides about a world: numbers alone, so that a plan fits every world and shrinks well. Smaller
 * numbers mean less: fewer things, earlier ones, nothing chosen. `start.ts` and `choose-act.ts` say what they mean.
 */
export interface Plan {
  /** One for each user beside the founder: whether a bot, and what else `start.ts` reads from it. */
  readonly users: readonly number[];
  readonly groups: readonly GroupPlan[];
  /** One set of permissions for each role. */
  readonly roles: readonly number[];
  readonly given: readonly (readonly [role: number, to: number, at: number])[];
  /** The groups that may use each of the two services. */
  readonly viewers: readonly [number, number];
  /** Which users beside the founder act together against all others; none: everybody acts. */
  readonly conspirators: number;
  readonly acts: readonly ActPlan[];
}

export interface GroupPlan {
  readonly above: number;
  readonly members: number;
  readonly managers: number;
  readonly autoJoin: boolean;
}

/** One act: which kind, by whom, and five choices whose meaning depends on the kind. */
export type ActPlan = readonly [
  kind: number,
  who: number,
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
];

const choice = fc.nat(0x3ff);
const set = fc.nat(0xff);
/** Two of three permissions on average: partial administrators hold much, and not all. */
const permissions = fc.tuple(fc.nat(2 ** 30 - 1), fc.nat(2 ** 30 - 1)).map(([one, other]) => one | other);

function plansWith(conspirators: fc.Arbitrary<number>): fc.Arbitrary<Plan> {
  return fc.record({
    users: fc.array(choice, { minLength: 2, maxLength: 4 }),
    groups: fc.array(fc.record({ above: choice, members: set, managers: set, autoJoin: fc.boolean() }), {
      minLength: 1,
      maxLength: 3,
    }),
    roles: fc.array(permissions, { minLength: 1, maxLength: 3 }),
    given: fc.array(fc.tuple(choice, choice, choice), { minLength: 2, maxLength: 7 }),
    viewers: fc.tuple(set, set),
    conspirators,
    acts: fc.array(fc.tuple(choice, choice, choice, choice, choice, choice, choice), {
      minLength: 1,
      maxLength: 23,
      size: 'max',
    }),
  });
}

/** Plans in which everybody acts, against all others. */
export const plans = plansWith(fc.constant(0));

/** Plans in which some act together and all others look on. */
export const conspiracies = plansWith(fc.nat(0xf).map((bits) => bits | 1));

/** One of the list; absent when it is empty. */
export function oneOf<One>(list: readonly One[], number: number): One | undefined {
  return list[number % list.length];
}

/** Those of the list whose bit is set. */
export function someOf<One>(list: readonly One[], bits: number): readonly One[] {
  return list.filter((_, index) => (bits >>> (index % 31)) & 1);
}
