import { type AuthorityAddress, AuthorityQuestions, type Shown } from './authority-questions.ts';
import { ChangeFollower } from './change-follower.ts';
import { NoAnswer } from './no-answer.ts';
import { type Presented, readAuthorization } from './presented.ts';
import type { Answer } from './read-answer.ts';
import { platformSha256, type Sha256 } from './sha256.ts';
import { isToken, mayBeApplicationPassword } from './token-shape.ts';
import { UseReporter } from './use-reporter.ts';
import type { Visitor } from './use-tally.ts';
import { type ActiveVerdict, inactive, type Principal, type Verdict } from './verdict.ts';
import { type RememberedVerdict, VerdictMemory } from './verdict-memory.ts';

export interface VerifierOptions extends AuthorityAddress {
  /** How old what is remembered may be, where that is less than the authority allows the service. */
  readonly maxAgeSeconds?: number;
  /** How many credentials are remembered; 100,000 unless told, of about a kilobyte each. */
  readonly memory?: number;
  /** Told why the authority could not be asked or followed: for a log. Never with a credential. */
  readonly onProblem?: (problem: Error) => void;
  readonly sha256?: Sha256;
  /** Milliseconds on a clock that nobody sets. */
  readonly monotonic?: () => number;
  /** Milliseconds on the clock of the wall. */
  readonly wall?: () => number;
}

/**
 * Checks credentials inside a service. What the authority said of one is remembered, for as long as the feed of changes
 * is followed: never longer than the bound that the authority states for the service. Beyond it the authority is asked
 * each time; where it does not answer, the verdict is `unavailable`, never yes. Nothing bad is remembered.
 *
 * The authority counts what it is asked; what was answered from memory it is told every ten seconds, and at the end.
 *
 * Where the service is to remember nothing, which is what a service begins with, every check is a question.
 */
export class Verifier {
  readonly #questions: AuthorityQuestions;
  readonly #memory: VerdictMemory;
  readonly #follower: ChangeFollower;
  readonly #reporter: UseReporter;
  readonly #sha256: Sha256;
  readonly #monotonic: () => number;
  readonly #wall: () => number;
  readonly #onProblem: (problem: Error) => void;
  #following: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: VerifierOptions) {
    const { maxAgeSeconds = Number.POSITIVE_INFINITY, memory = 100_000 } = options;
    if (!(memory >= 1)) throw new RangeError('memory must be at least 1');
    if (!(maxAgeSeconds >= 0)) throw new RangeError('maxAgeSeconds must be at least 0');
    this.#questions = new AuthorityQuestions(options);
    this.#memory = new VerdictMemory(memory);
    this.#sha256 = options.sha256 ?? platformSha256();
    this.#monotonic = options.monotonic ?? (() => performance.now());
    this.#onProblem = neverThrowing(options.onProblem ?? (() => undefined));
    const wall = options.wall ?? (() => Date.now());
    this.#wall = wall;
    const ports = { questions: this.#questions, onProblem: this.#onProblem };
    const clocks = { monotonic: this.#monotonic, wall };
    this.#follower = new ChangeFollower({ ...ports, memory: this.#memory, clocks }, maxAgeSeconds * 1_000);
    this.#reporter = new UseReporter({ ...ports, wall }, memory);
  }

  /** The verdict of an `Authorization` header, at once where it is remembered. */
  checkAuthorization(header: string | null | undefined, visitor?: Visitor): Verdict | Promise<Verdict> {
    return this.check(readAuthorization(header), visitor);
  }

  /**
   * The verdict of what was presented, at once where it is remembered or has no form of ours. Who presented it is shown
   * to the owner of the credential, as far as it is told.
   */
  check(presented: Presented, visitor?: Visitor): Verdict | Promise<Verdict> {
    const { scheme } = presented;
    if (scheme === 'none' || scheme === 'malformed') return inactive;
    const now = this.#monotonic();
    const wall = this.#wall();
    // What is remembered has been looked at before: its form, too.
    const digest = this.#sha256(textOf(presented));
    const known = this.#follower.isFresh(now, wall) ? this.#memory.get(digest, now) : undefined;
    if (known !== undefined) {
      this.#noteUse(known, wall, visitor);
      return known.verdict;
    }
    if (!isOfOurForm(presented)) return inactive;
    if (this.#isClosed) return { kind: 'unavailable', retryAfterSeconds: 1 };
    this.#following ??= this.#follower.follow();
    return this.#ask(presented, digest, now);
  }

  /** Notes that the principal was let in for a permission; the gates do so where they demand one. */
  exercised({ login, credentialId }: Principal, permission: string): void {
    if (login !== undefined && !this.#isClosed) this.#reporter.noteExercised(credentialId, permission);
  }

  /** Ends following, forgets everything, and tells the last uses. Checks are `unavailable` from then on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#follower.stop();
    await Promise.all([this.#following, this.#reporter.close()]);
  }

  /** The authority counts no use of a service that acts by itself. */
  #noteUse(known: RememberedVerdict, wall: number, visitor: Visitor | undefined): void {
    const { login, credentialId } = known.verdict.principal;
    if (login !== undefined) known.use = this.#reporter.note(credentialId, wall, visitor, known.use);
  }

  async #ask(shown: Shown, digest: string, askedAt: number): Promise<Verdict> {
    const seen = this.#follower.position;
    let answer: Answer;
    try {
      answer = await this.#questions.askOf(shown);
    } catch (error) {
      const problem =
        error instanceof NoAnswer ? error : new NoAnswer('the authority cannot be asked', 1, error);
      this.#onProblem(problem);
      return { kind: 'unavailable', retryAfterSeconds: problem.retryAfterSeconds };
    }
    if (answer.kind === 'inactive') return inactive;
    const { principal, memorable } = answer;
    const verdict: ActiveVerdict = { kind: 'active', principal };
    if (memorable === undefined) return verdict;
    if (memorable.position < seen) {
      this.#onProblem(new NoAnswer('the authority is at an older state than it was'));
      return { kind: 'unavailable', retryAfterSeconds: 1 };
    }
    // What the feed went past may have ended it: used for this answer, and not kept.
    if (memorable.position >= this.#follower.position && !this.#isClosed) {
      const until = askedAt + memorable.seconds * 1_000;
      this.#memory.set(digest, { verdict, until, dependsOn: memorable.dependsOn });
    }
    return verdict;
  }
}

/** What a service does with a problem must not become one. */
function neverThrowing(onProblem: (problem: Error) => void): (problem: Error) => void {
  return (problem) => {
    try {
      onProblem(problem);
    } catch {
      // A log that fails is its owner's concern; whether somebody comes in does not depend on it.
    }
  };
}

/** What is worth a question: a token in the place of a password is one, whatever stands for the user name. */
function isOfOurForm(shown: Shown): boolean {
  return shown.scheme === 'bearer'
    ? isToken(shown.token)
    : isToken(shown.password) || mayBeApplicationPassword(shown.password);
}

/** One text for each credential, and no text for two: how long the user name is comes before it. */
function textOf(shown: Shown): string {
  return shown.scheme === 'bearer' ? shown.token : `${shown.login.length} ${shown.login} ${shown.password}`;
}
