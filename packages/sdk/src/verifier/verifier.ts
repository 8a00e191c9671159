import {
  type Answer,
  type AuthorityAddress,
  AuthorityQuestions,
  NoAnswer,
  type Shown,
} from './authority-questions.ts';
import { ChangeFollower } from './change-follower.ts';
import { type Presented, readAuthorization } from './presented.ts';
import { platformSha256, type Sha256 } from './sha256.ts';
import { isToken, mayBeApplicationPassword } from './token-shape.ts';
import { type ActiveVerdict, inactive, type Verdict } from './verdict.ts';
import { VerdictMemory } from './verdict-memory.ts';

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
}

/**
 * Checks credentials inside a service. What the authority said of one is remembered, for as long as the feed of changes
 * is followed: never longer than the bound that the authority states for the service. Beyond it the authority is asked
 * each time; where it does not answer, the verdict is `unavailable`, never yes. Nothing bad is remembered.
 *
 * Where the service is to remember nothing, which is what a service begins with, every check is a question.
 */
export class Verifier {
  readonly #questions: AuthorityQuestions;
  readonly #memory: VerdictMemory;
  readonly #follower: ChangeFollower;
  readonly #sha256: Sha256;
  readonly #monotonic: () => number;
  readonly #onProblem: (problem: Error) => void;
  #following: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: VerifierOptions) {
    const { maxAgeSeconds = Number.POSITIVE_INFINITY, memory = 100_000 } = options;
    this.#questions = new AuthorityQuestions(options);
    this.#memory = new VerdictMemory(memory);
    this.#sha256 = options.sha256 ?? platformSha256();
    this.#monotonic = options.monotonic ?? (() => performance.now());
    this.#onProblem = options.onProblem ?? (() => undefined);
    this.#follower = new ChangeFollower(
      {
        questions: this.#questions,
        memory: this.#memory,
        monotonic: this.#monotonic,
        onProblem: this.#onProblem,
      },
      maxAgeSeconds * 1_000,
    );
  }

  /** The verdict of an `Authorization` header, at once where it is remembered. */
  checkAuthorization(header: string | null | undefined): Verdict | Promise<Verdict> {
    return this.check(readAuthorization(header));
  }

  /** The verdict of what was presented, at once where it is remembered or has no form of ours. */
  check(presented: Presented): Verdict | Promise<Verdict> {
    const { scheme } = presented;
    if (scheme === 'none' || scheme === 'malformed') return inactive;
    const now = this.#monotonic();
    // What is remembered has been looked at before: its form, too.
    const digest = this.#sha256(textOf(presented));
    const known = this.#follower.isFresh(now) ? this.#memory.get(digest, now) : undefined;
    if (known !== undefined) return known;
    if (!isOfOurForm(presented)) return inactive;
    if (this.#isClosed) return { kind: 'unavailable', retryAfterSeconds: 1 };
    this.#following ??= this.#follower.follow();
    return this.#ask(presented, digest, now);
  }

  /** Ends following, and forgets everything. Checks are `unavailable` from then on. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#follower.stop();
    await this.#following;
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
    const { principal, remember } = answer;
    const verdict: ActiveVerdict = { kind: 'active', principal };
    if (remember === undefined) return verdict;
    const position = Number(remember.position);
    if (position < seen) {
      this.#onProblem(new NoAnswer('the authority is at an older state than it was'));
      return { kind: 'unavailable', retryAfterSeconds: 1 };
    }
    // What the feed went past may have ended it: used for this answer, and not kept.
    if (position >= this.#follower.position && !this.#isClosed) {
      const until = askedAt + remember.seconds * 1_000;
      this.#memory.set(digest, { verdict, until, dependsOn: remember.depends_on });
    }
    return verdict;
  }
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
