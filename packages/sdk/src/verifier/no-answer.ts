/** The authority gave no answer that says yes or no. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds = 1, cause?: unknown) {
    super(message, { cause });
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** The service may remember nothing, or is not known any more. */
export class NotAllowed extends NoAnswer {}

/** The authority took what it was sent for malformed, or has no such address. */
export class NotUnderstood extends NoAnswer {}
