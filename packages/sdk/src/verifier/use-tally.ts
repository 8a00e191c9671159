/** Who comes with a credential, as far as whoever asks for a verdict knows. */
export interface Visitor {
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
}

/** How often a credential was found good on a day, and of the last time when, from where and with what. */
export interface UseEntry {
  readonly kind: 'use';
  /** When its day begins and ends, in milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly credentialId: string;
  count: number;
  /** In milliseconds on the clock of the wall. */
  lastAt: number;
  address: string | undefined;
  userAgent: string | undefined;
  /** Whether it was handed over: what comes now is for another one. */
  isTaken: boolean;
}

/** How often it met a demand for a permission. */
export interface ExerciseEntry {
  readonly kind: 'exercise';
  readonly credentialId: string;
  readonly permission: string;
  count: number;
  lastAt: number;
}

export type Entry = UseEntry | ExerciseEntry;

const dayMilliseconds = 86_400_000;

/** No address is longer, and no more of an agent is shown. */
const addressLengthMax = 45;
const agentLengthMax = 200;

interface Day {
  readonly uses: Map<string, UseEntry>;
  readonly exercised: Map<string, Map<string, ExerciseEntry>>;
}

/**
 * Counts uses in memory until they are reported: an entry for each credential, day and permission. Bounded: past
 * `entriesMax`, what would need another entry is counted as dropped.
 */
export class UseTally {
  readonly #entriesMax: number;
  readonly #days = new Map<number, Day>();
  #size = 0;
  #dropped = 0;

  constructor(entriesMax: number) {
    this.#entriesMax = entriesMax;
  }

  get size(): number {
    return this.#size;
  }

  /**
   * Counts a use. Answers the entry that it was counted in, if there is room for one: whoever keeps it with the
   * credential and gives it the next time as `kept` spares looking for it.
   */
  note(
    credentialId: string,
    now: number,
    visitor: Visitor | undefined,
    { count = 1, kept }: { readonly count?: number; readonly kept?: UseEntry | undefined } = {},
  ): UseEntry | undefined {
    const isSame = kept !== undefined && !kept.isTaken && now >= kept.from && now < kept.to;
    const entry = isSame ? kept : this.#entryOf(credentialId, now, count);
    if (entry === undefined) return undefined;
    entry.count += count;
    if (now < entry.lastAt) return entry;
    entry.lastAt = now;
    entry.address = ownCopy(visitor?.address, addressLengthMax, entry.address);
    entry.userAgent = ownCopy(visitor?.userAgent, agentLengthMax, entry.userAgent);
    return entry;
  }

  noteExercised(credentialId: string, permission: string, now: number, count = 1): void {
    const { exercised } = this.#dayOf(now);
    let entry = exercised.get(credentialId)?.get(permission);
    if (entry === undefined) {
      if (!this.#takesOneMore(count)) return;
      entry = { kind: 'exercise', credentialId, permission, count: 0, lastAt: now };
      const entries = exercised.get(credentialId) ?? new Map<string, ExerciseEntry>();
      exercised.set(credentialId, entries.set(permission, entry));
    }
    entry.count += count;
    entry.lastAt = Math.max(entry.lastAt, now);
  }

  /** Hands over so many entries at most, which are counted here no longer. */
  take(max: number): readonly Entry[] {
    const taken: Entry[] = [];
    for (const [day, { uses, exercised }] of this.#days) {
      for (const [id, entry] of uses) {
        if (taken.length === max) break;
        entry.isTaken = true;
        taken.push(entry);
        uses.delete(id);
      }
      for (const [id, entries] of exercised) {
        for (const [permission, entry] of entries) {
          if (taken.length === max) break;
          taken.push(entry);
          entries.delete(permission);
        }
        if (entries.size === 0) exercised.delete(id);
      }
      if (uses.size === 0 && exercised.size === 0) this.#days.delete(day);
    }
    this.#size -= taken.length;
    return taken;
  }

  /** Takes back what could not be reported. */
  putBack(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const { credentialId, lastAt, count } = entry;
      if (entry.kind === 'use') this.note(credentialId, lastAt, entry, { count });
      else this.noteExercised(credentialId, entry.permission, lastAt, count);
    }
  }

  /** How many uses were dropped since this was last asked. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  /** The entry of a credential on a day, made if there is room for one more. */
  #entryOf(credentialId: string, now: number, count: number): UseEntry | undefined {
    const { uses } = this.#dayOf(now);
    const known = uses.get(credentialId);
    if (known !== undefined || !this.#takesOneMore(count)) return known;
    const from = Math.floor(now / dayMilliseconds) * dayMilliseconds;
    const entry: UseEntry = {
      kind: 'use',
      from,
      to: from + dayMilliseconds,
      credentialId,
      count: 0,
      lastAt: now,
      address: undefined,
      userAgent: undefined,
      isTaken: false,
    };
    uses.set(credentialId, entry);
    return entry;
  }

  #takesOneMore(count: number): boolean {
    const hasRoom = this.#size < this.#entriesMax;
    if (hasRoom) this.#size += 1;
    else this.#dropped += count;
    return hasRoom;
  }

  #dayOf(now: number): Day {
    const number = Math.floor(now / dayMilliseconds);
    let day = this.#days.get(number);
    if (day === undefined) {
      day = { uses: new Map(), exercised: new Map() };
      this.#days.set(number, day);
    }
    return day;
  }
}

/**
 * The beginning of a text. A part of one keeps the whole in memory, which may be a long header: this is a text of its own,
 * or the one that was kept already where it is the same.
 */
function ownCopy(text: string | undefined, lengthMax: number, kept: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const part = text.length > lengthMax ? text.slice(0, lengthMax) : text;
  return part === kept ? kept : Array.from(part).join('');
}
