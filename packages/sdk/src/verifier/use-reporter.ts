import type { AuthorityQuestions } from './authority-questions.ts';
import { NotUnderstood } from './no-answer.ts';
import { entriesOfReportMax, reportOf } from './use-report.ts';
import { type UseEntry, UseTally, type Visitor } from './use-tally.ts';

export interface ReporterPorts {
  readonly questions: Pick<AuthorityQuestions, 'tellUses'>;
  /** Milliseconds on the clock of the wall. */
  readonly wall: () => number;
  readonly onProblem: (problem: Error) => void;
}

/** How long uses are gathered, in milliseconds. */
const interval = 10_000;

/**
 * Tells the authority how often credentials were found good in memory: what was gathered for ten seconds, and what is left
 * at the end. What could not be told is told later. Where only the answer was lost it is counted twice: rather that
 * than a use that nobody sees.
 */
export class UseReporter {
  readonly #ports: ReporterPorts;
  readonly #tally: UseTally;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #telling: Promise<void> | undefined;
  #isClosed = false;
  #told = '';

  constructor(ports: ReporterPorts, entriesMax: number) {
    this.#ports = ports;
    this.#tally = new UseTally(entriesMax);
  }

  /** At a moment on the clock of the wall. What it answers is given back with the next use of the credential. */
  note(
    credentialId: string,
    now: number,
    visitor: Visitor | undefined,
    kept?: UseEntry | undefined,
  ): UseEntry | undefined {
    const entry = this.#tally.note(credentialId, now, visitor, { kept });
    if (this.#timer === undefined) this.#tellLater();
    return entry;
  }

  noteExercised(credentialId: string, permission: string): void {
    this.#tally.noteExercised(credentialId, permission, this.#ports.wall());
    if (this.#timer === undefined) this.#tellLater();
  }

  /** Tells what is left, once. Never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#telling;
    await this.#tellAll();
  }

  #tellLater(): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#telling = this.#tellAll().then(() => {
        this.#timer = undefined;
        if (this.#tally.size > 0) this.#tellLater();
      });
    }, interval);
    (this.#timer as { unref?: () => void }).unref?.();
  }

  async #tellAll(): Promise<void> {
    const dropped = this.#tally.takeDropped();
    if (dropped > 0)
      this.#tell(new Error(`${dropped} uses are not counted: more credentials came than are kept in memory`));
    // What comes meanwhile is for the next time.
    for (let left = this.#tally.size; left > 0; left -= entriesOfReportMax) {
      const entries = this.#tally.take(entriesOfReportMax);
      if (!(await this.#tellOf(entries))) return;
    }
    if (dropped === 0) this.#told = '';
  }

  /** Whether to go on. */
  async #tellOf(entries: Parameters<typeof reportOf>[0]): Promise<boolean> {
    try {
      await this.#ports.questions.tellUses(reportOf(entries));
      return true;
    } catch (error) {
      this.#tell(error instanceof Error ? error : new Error(String(error)));
      // An authority that cannot read it, or knows no reports, will read it no better the next time.
      if (!(error instanceof NotUnderstood)) this.#tally.putBack(entries);
      return false;
    }
  }

  /** Once, and not again for as long as it stays the same. */
  #tell(problem: Error): void {
    if (problem.message !== this.#told) this.#ports.onProblem(problem);
    this.#told = problem.message;
  }
}
