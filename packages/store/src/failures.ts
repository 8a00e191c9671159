/**
 * How a store fails. None of these is a refusal: the caller did nothing wrong, and whoever meets one answers
 * "unavailable" or a defect, never yes and never no. No message quotes a value from a row.
 */

/** The store cannot be asked now: not reachable, busy too long, full, or not the one that may answer. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

/**
 * COMMIT was sent and no plain answer came back: the change is durable, or it is not, and only a later look can
 * tell. Never to be reported as success, and never as a refusal.
 */
export class CommitUnknown extends Error {
  override readonly name = 'CommitUnknown';
}

/** A setting of the engine under which an acknowledged change could be lost. The store does not open. */
export class UnsafeSetting extends Error {
  override readonly name = 'UnsafeSetting';
  readonly setting: string;

  constructor(setting: string, found: string, needed: string) {
    super(`${setting} is ${found}; it must be ${needed}, or changes that were acknowledged could be lost`);
    this.setting = setting;
  }
}

/** The database was written by a newer version: reading it with the rules of this one could misjudge it. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew';

  constructor(found: number, known: number) {
    super(`the database has schema ${found}; this version knows up to ${known}: start a newer version on it`);
  }
}

/** A promise of our own code is broken: a row that must exist does not, or a constraint was about to break. */
export class StoreDefect extends Error {
  override readonly name = 'StoreDefect';
}
